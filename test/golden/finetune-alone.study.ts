// Golden: recipes that train one student at a time: parts of a batch, a moving average, dropout,
// recomputation, batches by length; with probes in the same study.

import { confidence, finetune, model, naive, probe, study, worldTask } from "w2s";

const world = (as: string) => model("./models/w2s-world-32", { as, pooling: "last" });
const options = { learningRate: 3e-3, labelWords: ["no", "yes"] };

export default study({
  task: worldTask("compare", { examples: 500 }),
  supervisors: [
    finetune(model("./models/w2s-world-16", { pooling: "last" }), { ...options, dropout: 0.1 }),
    probe(model("./models/w2s-world-16", { pooling: "last" }).layer(2), { solver: "lbfgs" }),
  ],
  students: [
    finetune(world("accumulate"), { ...options, accumulate: 2 }),
    finetune(world("ema"), { ...options, ema: 0.8 }),
    finetune(world("dropout"), { ...options, dropout: 0.2 }),
    finetune(world("recompute"), { ...options, recompute: true }),
    finetune(world("by length"), { ...options, groupByLength: true }),
  ],
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 1,
});
