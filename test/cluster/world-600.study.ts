// Six hundred trials of short passes: what every executor runs under blows (docs/executors.md).

import { confidence, model, naive, probe, study, worldTask } from "w2s";

const world = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    learningRate: 1e-2,
    epochs: 3,
  });

const tasks = ["compare", "sorted", "brackets", "majority", "palindrome"] as const;

export default study({
  name: "world-600",
  task: tasks.map((name) => worldTask(name, { examples: 240 })),
  supervisors: [8, 16].map(world),
  students: [20, 24, 32].map(world),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 10,
});
