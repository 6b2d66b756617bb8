// What a soak runs where students cost: finetuned side by side and alone, with adapters, and by a
// command (`npm run soak -- --study test/cluster/soak-trained.study.ts`).

import { external, finetune, lora, model, naive, probe, study, surest, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });

export default study({
  name: "soak-trained",
  task: (["brackets", "maximum"] as const).map((name) => worldTask(name, { examples: 200 })),
  supervisors: [probe(world(16).layer(2), { learningRate: 1e-2, epochs: 3 })],
  students: [
    finetune(world(8), { epochs: 2, learningRate: 1e-3 }),
    // A moving average keeps it from training side by side: it writes checkpoints.
    finetune(world(16), { epochs: 2, learningRate: 1e-3, ema: 0.9, as: "world-16, averaged" }),
    lora(world(16), { epochs: 2, learningRate: 1e-2 }),
    external({ command: ["node", "hashed-pairs.mjs", "{folder}"], as: "hashed pairs" }),
  ],
  methods: [naive(), surest({ keep: 0.5 })],
  seeds: 2,
  arms: "none",
});
