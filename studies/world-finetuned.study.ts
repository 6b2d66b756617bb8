// The world's results once more, with whole models finetuned under new heads in place of probes:
// the second table of docs/results/world.md.
//
//   w2s run studies/world-finetuned.study.ts

import { confidence, finetune, model, naive, study, worldNotes, worldTask } from "w2s";

const world = (width: number) => {
  const whole = model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
  return finetune(whole, { learningRate: 1e-3 });
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
  name: "world-finetuned",
  task: tasks.map((name) => worldTask(name, { examples: 4000 })),
  supervisors: [24, 32, 40].map(world),
  students: [48, 128].map(world),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 3,
  arms: "all",
  notes: worldNotes,
});
