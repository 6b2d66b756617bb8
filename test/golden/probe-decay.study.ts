// Golden: weight decay of Adam probes, for one column (two options) and for three classes. Apart
// from the other probes, because the penalty of one column was a known fault.

import { model, probe, study, table, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const options = { learningRate: 1e-2, epochs: 40, weightDecay: 0.02 };

export default study({
  task: [
    worldTask("compare", { examples: 800 }),
    table("data/largest.jsonl", {
      id: "id",
      text: "text",
      label: "size",
      labels: { low: 0, middle: 1, high: 2 },
    }),
  ],
  supervisors: probe(world(8).layer(1), options),
  students: probe(world(64).layer(2), options),
  seeds: 2,
});
