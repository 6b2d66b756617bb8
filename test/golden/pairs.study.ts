// Golden: preference pairs, by every kind of student: both solvers of probes, whole models, the
// last block, LoRA, a prompt.

import { confidence, finetune, lora, model, naive, probe, prompt, study, worldTask } from "w2s";

const world = (width: number) => model(`./models/w2s-world-${width}`, { pooling: "last" });
const weak = [
  probe(world(16).layer(2), { learningRate: 1e-2, epochs: 30 }),
  probe(world(32).layer(1), { solver: "lbfgs" }),
  finetune(world(16), { learningRate: 5e-3 }),
];

export default study({
  task: worldTask("preference", { examples: 500, difficulty: [1, 3] }),
  supervisors: weak,
  students: [
    probe(world(64).layer(2), { learningRate: 1e-2, epochs: 30 }),
    finetune(world(32), { learningRate: 3e-3 }),
    finetune(world(32), { learningRate: 3e-3, blocks: 1 }),
    lora(world(32), { learningRate: 1e-2 }),
    prompt(world(64), { template: "{text} {label}", labelWords: ["false", "true"] }),
  ],
  teaches: (supervisor, student) => (supervisor.kind === "probe") === (student.kind === "probe"),
  methods: [naive(), confidence({ alpha: 0.5 })],
  seeds: 2,
});
