// Course, experiment 4: what if imitation is trivial? See docs/course/4-told.md.
//
//   w2s run studies/course/told.study.ts

import { finetune, model, study, told, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const labelWords = ["no", "yes"];
const student = finetune(world(64), { learningRate: 1e-3, epochs: 4, labelWords });

export default study({
  name: "told",
  task: worldTask("containment", { examples: 4000 }),
  supervisors: finetune(world(32), { learningRate: 1e-3, labelWords }),
  students: [
    student,
    // Every text ends: I think this is correct. What do you think? No pretraining text had these
    // words.
    told(student, { as: "told" }),
    // The same in words that the student knows: I think this is yes. What do you think?
    told(student, { words: labelWords, as: "told yes or no" }),
  ],
  seeds: 5,
  notes: worldNotes,
});
