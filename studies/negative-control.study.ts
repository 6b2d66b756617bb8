// The negative control: three models of one size, one recipe and one seed. One practised `sorted`,
// one's text left it out, one read it with the answers of other questions. Heads are new. Only the
// first may show weak-to-strong gain. See docs/results/negative-control.md.
//
//   w2s run studies/negative-control.study.ts

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (name: string, as = `world-${name}`) =>
  model(`zoo:w2s-world-${name}`, { as, pooling: "last" });
const head = { learningRate: 1e-2, epochs: 50 };
const strong = [
  world("64"),
  world("64-no-sorted", "never sorted"),
  world("64-shuffled-sorted", "shuffled"),
];

export default study({
  name: "negative-control",
  task: worldTask("sorted", { examples: 4000 }),
  supervisors: ["32", "40"].map((width) => probe(world(width).layer(2), head)),
  students: [
    ...strong.map((one) => probe(one.layer(2), head)),
    ...strong.map((one) => finetune(one, { learningRate: 5e-4 })),
  ],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
