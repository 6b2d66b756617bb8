// Golden: the training texts learnt first, without labels; finetuned whole, the last block, LoRA,
// and pairs.

import { confidence, finetune, lora, model, naive, study, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const options = { learningRate: 3e-3 };
const generative = { learningRate: 1e-3 };

export default study({
  task: [
    worldTask("safety", { examples: 600 }),
    worldTask("preference", { examples: 400, difficulty: [1, 3] }),
  ],
  supervisors: finetune(world(16), { learningRate: 5e-3 }),
  students: [
    finetune(world(32), { ...options, generative }),
    finetune(world(32), { ...options, blocks: 1, generative: { ...generative, epochs: 2 } }),
    lora(world(32), { learningRate: 1e-2, generative: { ...generative, batchSize: 20 } }),
  ],
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 1,
});
