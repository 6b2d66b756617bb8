// The negative control at full size: three models of one size, one recipe and one seed. One
// practised `sorted`, one's text left it out, one read it with the answers of other questions. Only
// the first may show weak-to-strong gain. See docs/results/negative-control.md.
//
//   w2s run studies/negative-control.study.ts

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (name: string, as = `world-${name}`) =>
  model(`zoo:w2s-world-${name}`, { as, pooling: "last" });
const labelWords = ["no", "yes"];
const strong = [
  world("64"),
  world("64-no-sorted", "never sorted"),
  world("64-shuffled-sorted", "shuffled"),
];

export default study({
  name: "negative-control",
  task: worldTask("sorted", { examples: 4000 }),
  supervisors: [16, 32].map((width) =>
    finetune(world(String(width)), { learningRate: width === 16 ? 5e-3 : 1e-3, labelWords }),
  ),
  students: [
    ...strong.map((one) => finetune(one, { learningRate: 5e-4, labelWords })),
    ...strong.map((one) => probe(one.layer(2), { learningRate: 1e-2, epochs: 50 })),
  ],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
