// Golden: probes by Adam, three classes, from a file of JSON lines; confidence with three options.

import { confidence, model, naive, probe, study, table } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const options = { learningRate: 1e-2, epochs: 60 };

export default study({
  task: table("data/largest.jsonl", {
    id: "id",
    text: "text",
    label: "size",
    labels: { low: 0, middle: 1, high: 2 },
    facts: ["difficulty"],
  }),
  supervisors: probe(world(8).layer(1), options),
  students: [probe(world(16).layer(2), options), probe(world(32).layer(2), options)],
  methods: [naive(), confidence({ alpha: 0.5 })],
  labels: ["soft", "hard"],
  seeds: 2,
});
