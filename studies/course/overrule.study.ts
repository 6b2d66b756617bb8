// Course, experiment 1: what does the student overrule, and is it right? See
// docs/course/1-overrule.md.
//
//   w2s run studies/course/overrule.study.ts
//   w2s show overrule --by skill

import { confidence, finetune, model, naive, study, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const labelWords = ["false", "true"];

export default study({
  name: "overrule",
  task: worldTask("honesty", { examples: 4000 }),
  supervisors: finetune(world(32), { learningRate: 1e-3, labelWords }),
  students: finetune(world(64), { learningRate: 5e-4, labelWords }),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
