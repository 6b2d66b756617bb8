// Golden: only the last block trained, on stored activations of the blocks below and without them;
// and the first block alone as the model.

import { confidence, finetune, model, naive, study, worldTask } from "w2s";

const world = (width: number, as: string) =>
  model(`./models/w2s-world-${width}`, { as, pooling: "last" });
const options = { learningRate: 5e-3, epochs: 3 };

export default study({
  task: worldTask("compare", { examples: 700 }),
  supervisors: [
    finetune(world(16, "world-16"), options),
    finetune(world(32, "world-32").layer(1), options),
  ],
  students: [
    finetune(world(32, "stored"), { ...options, blocks: 1 }),
    finetune(world(32, "not stored"), { ...options, blocks: 1, store: false }),
  ],
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 2,
});
