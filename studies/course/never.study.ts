// Course, experiment 3: what if the strong model never practised the skill? See
// docs/course/3-never-practised.md.
//
//   w2s run studies/course/never.study.ts

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (name: string, as: string) => model(`zoo:w2s-world-${name}`, { as, pooling: "last" });

// Five models of one size and one recipe, by what their pretraining had of `sorted`.
const practised = {
  "64": "asked always",
  "64-asked-10": "asked a tenth",
  "64-asked-0": "told, never asked",
  "64-no-sorted": "never met",
  "64-shuffled-sorted": "others' answers",
};

export default study({
  name: "never",
  task: worldTask("sorted", { examples: 4000 }),
  supervisors: probe(world("32", "world-32").layer(2), { learningRate: 1e-2, epochs: 50 }),
  students: Object.entries(practised).map(([name, as]) =>
    finetune(world(name, as), { learningRate: 5e-4 }),
  ),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
