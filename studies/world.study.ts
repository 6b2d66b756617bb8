// The world's results: docs/results/world.md. A ladder of the zoo's models with new heads, each
// supervisor teaching all larger students, on nine tasks that no student answers before it is
// taught, and with every arm.
//
//   w2s run studies/world.study.ts

import { confidence, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (width: number) => {
  const whole = model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
  return probe(whole.layer(2), { learningRate: 1e-2, epochs: 50 });
};

const tasks = [
  "compare",
  "sorted",
  "brackets",
  "majority",
  "palindrome",
  "maximum",
  "containment",
  "safety",
  "honesty",
] as const;

export default study({
  name: "world",
  task: tasks.map((name) => worldTask(name, { examples: 4000 })),
  supervisors: [24, 32, 40].map(world),
  students: [48, 64, 128].map(world),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
