// The world's study once more, with whole models finetuned under new heads in place of probes:
// docs/results/world-finetuned.md.
//
//   w2s run studies/world-finetuned.study.ts

import { finetune, model, study } from "w2s";
import world from "./world.study.ts";

const finetuned = (width: number) => {
  const whole = model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
  return finetune(whole, { learningRate: 1e-3 });
};

export default study({
  name: "world-finetuned",
  task: world.tasks,
  supervisors: [24, 32, 40].map(finetuned),
  students: [48, 128].map(finetuned),
  methods: world.methods,
  seeds: 3,
  arms: "all",
  notes: world.notes,
});
