// Golden: errors on purpose. Every rule, by a rate and like a trained supervisor, two options and
// three, beside that supervisor.

import { errors, finetune, model, naive, probe, study, table, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const options = { learningRate: 1e-2, epochs: 30 };
const weak = probe(world(8).layer(1), options);
const rules = ["random", "longest", "shortest", "hardest", "easiest"] as const;

export default study({
  task: [
    worldTask("compare", { examples: 600 }),
    table("data/largest.jsonl", {
      text: "text",
      label: "size",
      labels: { low: 0, middle: 1, high: 2 },
      facts: ["difficulty"],
      limit: 500,
    }),
  ],
  supervisors: [
    weak,
    ...rules.map((where) => errors({ where, like: weak, as: `${where} wrong` })),
    ...rules.map((where) => errors({ where, rate: 0.2 })),
  ],
  students: [probe(world(64).layer(2), options), finetune(world(32), { learningRate: 5e-3 })],
  teaches: (supervisor, student) => student.kind === "probe" || supervisor.label.includes("%"),
  methods: naive(),
  labels: "hard",
  seeds: 2,
});
