// What a soak runs again and again: many short passes.

import { confidence, model, naive, probe, study, worldTask } from "w2s";

const world = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    learningRate: 1e-2,
    epochs: 3,
  });

export default study({
  name: "soak",
  task: (["sorted", "brackets"] as const).map((name) => worldTask(name, { examples: 240 })),
  supervisors: [world(16)],
  students: [world(20), world(24)],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
});
