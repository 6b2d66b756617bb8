// Golden: prompts. Zero-shot and few-shot, with and without calibration, an instruction; taught by
// probes, by prompts and beside a probe.

import { model, probe, prompt, study, worldTask } from "w2s";

const world = (width: number, as?: string) =>
  model(`./models/w2s-world-${width}`, { pooling: "last", ...(as && { as }) });
const words = { template: "{text} {label}", separator: " . ", labelWords: ["no", "yes"] };

export default study({
  task: worldTask("compare", { examples: 500 }),
  supervisors: [
    probe(world(16).layer(2), { solver: "lbfgs" }),
    prompt(world(32), { ...words, calibration: "none" }),
    prompt(world(32), { ...words, shots: 2 }),
  ],
  students: [
    prompt(world(64), words),
    prompt(world(64), { ...words, shots: 4 }),
    prompt(world(64, "instructed"), { ...words, shots: 2, instruction: "has a b : a ? yes . " }),
    probe(world(64).layer(2), { solver: "lbfgs" }),
  ],
  labels: ["soft", "hard"],
  seeds: 2,
});
