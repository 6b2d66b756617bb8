// Course, experiment 4: what if imitation is trivial? See docs/course/4-told.md.
//
//   w2s run studies/course/told.study.ts

import { finetune, model, probe, study, told, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const student = finetune(world(48), { learningRate: 1e-3, epochs: 4 });

export default study({
  name: "told",
  task: worldTask("brackets", { examples: 4000 }),
  supervisors: probe(world(40).layer(2), { learningRate: 1e-2, epochs: 50 }),
  students: [
    student,
    // Every text ends: I think this is this. What do you think? It says nothing.
    told(student, { words: ["this", "this"], as: "told nothing" }),
    // I think this is correct. What do you think? No pretraining text had these words.
    told(student, { as: "told" }),
    // The same in words that the student knows: I think this is yes. What do you think?
    told(student, { words: ["no", "yes"], as: "told yes or no" }),
  ],
  seeds: 5,
  notes: worldNotes,
});
