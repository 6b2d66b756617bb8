// Course, experiment 2: what if errors are systematic? See docs/course/2-errors.md.
//
//   w2s run studies/course/errors.study.ts

import {
  confidence,
  errors,
  finetune,
  model,
  naive,
  probe,
  study,
  worldNotes,
  worldTask,
} from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const weak = probe(world(32).layer(2), { learningRate: 1e-2, epochs: 50 });
const student = finetune(world(48), { learningRate: 5e-4 });

// The weak model, and supervisors that err exactly as often, each where its rule says: by length,
// or where the student's own ceiling knows least, and most.
const wrong = { like: weak, of: student };

export default study({
  name: "errors",
  task: worldTask("sorted", { examples: 4000 }),
  supervisors: [
    weak,
    errors({ where: "random", like: weak, as: "random wrong" }),
    errors({ where: "longest", like: weak, as: "longest wrong" }),
    errors({ where: "shortest", like: weak, as: "shortest wrong" }),
    errors({ where: "unconfident", ...wrong, as: "unsure wrong" }),
    errors({ where: "confidently-correct", ...wrong, as: "sure wrong" }),
  ],
  students: student,
  methods: [naive(), confidence({ alpha: 0.75 })],
  // The weak model's labels are soft; errors on purpose are certain.
  labels: "hard",
  seeds: 5,
  notes: worldNotes,
});
