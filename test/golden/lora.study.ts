// Golden: LoRA. Ranks, targets, alpha, the last block alone, label words, dropout.

import { confidence, lora, model, naive, study, worldTask } from "w2s";

const world = (width: number, as?: string) =>
  model(`./models/w2s-world-${width}`, { pooling: "last", ...(as && { as }) });
const options = { learningRate: 1e-2, labelWords: ["false", "refuse"] };

export default study({
  task: worldTask("safety", { examples: 700 }),
  supervisors: lora(world(16), options),
  students: [
    lora(world(32), options),
    lora(world(32), { ...options, rank: 4, alpha: 16, targets: "all" }),
    lora(world(32), { ...options, targets: ["q_proj", "down_proj"], blocks: 1 }),
    lora(world(32, "dropout"), { ...options, dropout: 0.1 }),
  ],
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 2,
});
