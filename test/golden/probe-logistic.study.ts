// Golden: probes by L-BFGS, alone and with an Adam supervisor; `C`, `features`, AUROC as metric,
// three seeds, resamples.

import { model, probe, study, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });

export default study({
  task: worldTask("safety", { examples: 900 }),
  supervisors: [
    probe(world(16).layer(2), { solver: "lbfgs" }),
    probe(world(32).layer(1), { learningRate: 1e-2, epochs: 30 }),
  ],
  students: [
    probe(world(64).layer(2), { solver: "lbfgs" }),
    probe(world(64).layer(1), { solver: "lbfgs", C: 0.05, features: 40 }),
  ],
  labels: ["soft", "hard"],
  seeds: 3,
  metric: "auroc",
  resamples: 500,
});
