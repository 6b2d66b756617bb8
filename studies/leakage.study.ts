// How much of what supervision brings out did pretraining put in by asking? Three students of one
// size, recipe and seed, whose pretraining asked the skills of yes and no in all, a tenth and none
// of their sentences that are no parts (docs/zoo.md); fresh heads.
//
//   w2s run studies/leakage.study.ts

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (name: string) => model(`zoo:w2s-world-${name}`, { as: name, pooling: "last" });
const students = ["64", "64-asked-10", "64-asked-0"];

export default study({
  name: "leakage",
  task: (["sorted", "brackets", "compare"] as const).map((name) =>
    worldTask(name, { examples: 4000 }),
  ),
  supervisors: probe(world("32").layer(2), { solver: "lbfgs" }),
  students: [
    ...students.map((name) => probe(world(name).layer(2), { learningRate: 1e-2, epochs: 30 })),
    ...students.map((name) => finetune(world(name), { learningRate: 1e-3 })),
  ],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 3,
  notes: worldNotes,
});
