// What the zoo's models know when a fresh head is trained on the truth: docs/zoo.md. Every model of
// the ladder as a supervisor, by a linear probe on its last block, on every task of a single text.
//
//   w2s run studies/ladder.study.ts

import { choiceTaskNames, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const probed = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    solver: "lbfgs",
  });

const ofPairs = ["quiz", "preference", "harmless", "shared-preference", "add"];

export default study({
  name: "ladder",
  task: choiceTaskNames
    .filter((name) => !ofPairs.includes(name))
    .map((name) => worldTask(name, { examples: 4000 })),
  supervisors: [8, 16, 20, 24, 28, 32, 40, 48, 64, 128, 192].map(probed),
  students: probed(256),
  methods: naive(),
  seeds: 1,
  notes: worldNotes,
});
