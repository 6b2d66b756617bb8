// Course, experiment 1: what does the student overrule, and is it right? See
// docs/course/1-overrule.md.
//
//   w2s run studies/course/overrule.study.ts
//   w2s show overrule --by skill

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const head = { learningRate: 1e-2, epochs: 50 };

// All heads are new: no student answers anything before it is taught.
export default study({
  name: "overrule",
  task: worldTask("honesty", { examples: 4000 }),
  supervisors: probe(world(32).layer(2), head),
  students: [probe(world(128).layer(2), head), finetune(world(128), { learningRate: 5e-4 })],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
