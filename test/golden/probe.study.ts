// Golden: probes by Adam, two options. Soft and hard labels, naive and confidence, `features`,
// poolings, selection of the last epoch, two seeds, parts by facts, accuracy.

import { confidence, model, naive, probe, study, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const options = { learningRate: 1e-2, epochs: 40 };

export default study({
  task: worldTask("compare", { examples: 1200 }),
  supervisors: probe(world(16).layer(2), options),
  students: [
    probe(world(64).layer(2), options),
    probe(world(64).layer(2), { ...options, features: 24, selection: "last", batchSize: 50 }),
    probe(model("./models/w2s-world-128", { as: "mean-128" }).layer(1), options),
  ],
  methods: [naive(), confidence({ alpha: 0.75 }), confidence({ alpha: 0.5, warmup: 0.5 })],
  labels: ["soft", "hard"],
  seeds: [0, 7],
  resamples: 1000,
  notes: "Golden: made once, compared ever after.",
});
