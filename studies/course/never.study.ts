// Course, experiment 3: what if the strong model never practised the skill? See
// docs/course/3-never-practised.md.
//
//   w2s run studies/course/never.study.ts

import { confidence, finetune, model, naive, study, worldNotes, worldTask } from "w2s";

const world = (name: string, as: string) => model(name, { as, pooling: "last" });
const labelWords = ["no", "yes"];
const strong = (name: string, as: string) =>
  finetune(world(name, as), { learningRate: 1e-3, labelWords });

export default study({
  name: "never",
  task: worldTask("brackets", { examples: 2400 }),
  supervisors: finetune(world("zoo:w2s-world-16", "world-16"), { learningRate: 5e-3, labelWords }),
  // Three models of one size, one recipe and one seed: one practised brackets, one never did, one
  // read them with others' answers.
  students: [
    strong("zoo:w2s-world-32", "world-32"),
    strong("./controls/w2s-world-32-no-brackets", "no brackets"),
    strong("./controls/w2s-world-32-shuffled-brackets", "shuffled"),
  ],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
