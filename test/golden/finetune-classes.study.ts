// Golden: three classes, finetuned: whole models side by side, the last block, LoRA.

import { confidence, finetune, lora, model, naive, probe, study, table } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });

export default study({
  task: table("data/largest.jsonl", {
    text: "text",
    label: "size",
    labels: { low: 0, middle: 1, high: 2 },
    limit: 600,
  }),
  supervisors: [
    finetune(world(4), { learningRate: 1e-2, epochs: 3 }),
    probe(world(8).layer(1), { learningRate: 1e-2, epochs: 30 }),
  ],
  students: [
    finetune(world(16), { learningRate: 1e-2, epochs: 3 }),
    finetune(world(32), { learningRate: 1e-2, epochs: 3, blocks: 1 }),
    lora(world(32), { learningRate: 2e-2, epochs: 3, rank: 4 }),
  ],
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 2,
});
