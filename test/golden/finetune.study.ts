// Golden: whole models finetuned side by side. Label words, new heads, naive and confidence, two
// kinds of labels, schedules, weight decay, early stopping, parts by facts.

import { confidence, finetune, model, naive, study, worldTask } from "w2s";

const world = (width: number, as: string) =>
  model(`./models/w2s-world-${width}`, { as, pooling: "last" });
const labelWords = ["no", "yes"];

export default study({
  task: worldTask("compare", { examples: 800 }),
  supervisors: finetune(world(16, "world-16"), { learningRate: 5e-3, labelWords }),
  students: [
    finetune(world(32, "world-32"), { learningRate: 3e-3, labelWords }),
    finetune(world(32, "new head"), {
      learningRate: 5e-3,
      pooling: "mean",
      schedule: "cosine",
      weightDecay: 0.1,
      decay: "all",
      clipNorm: 0.5,
      epochs: 3,
    }),
    finetune(world(32, "stops early"), {
      learningRate: 3e-3,
      labelWords,
      schedule: "constant",
      warmup: 0,
      batchSize: 20,
      epochs: 4,
      evaluateEvery: 5,
      patience: 3,
    }),
  ],
  methods: [naive(), confidence({ alpha: 0.75 })],
  labels: ["soft", "hard"],
  seeds: 2,
});
