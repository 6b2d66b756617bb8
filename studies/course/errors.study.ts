// Course, experiment 2: what if errors are systematic? See docs/course/2-errors.md.
//
//   w2s run studies/course/errors.study.ts

import { confidence, errors, finetune, model, naive, study, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const labelWords = ["false", "true"];
const weak = finetune(world(32), { learningRate: 1e-3, labelWords });

// The weak model, and four supervisors that err exactly as often, each where its rule says.
const places = ["random", "longest", "shortest", "hardest"] as const;

export default study({
  name: "errors",
  task: worldTask("honesty", { examples: 4000 }),
  supervisors: [
    weak,
    ...places.map((where) => errors({ where, like: weak, as: `${where} wrong` })),
  ],
  students: finetune(world(64), { learningRate: 5e-4, labelWords }),
  methods: [naive(), confidence({ alpha: 0.75 })],
  // The weak model's labels are soft; errors on purpose are certain.
  labels: "hard",
  seeds: 5,
  notes: worldNotes,
});
