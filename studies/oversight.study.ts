// Protocols of oversight side by side (docs/oversight.md): a small overseer that knows the parts of
// problems, and a strong model that knows more, on two skills with parts.
//
//   w2s run studies/oversight.study.ts

import {
  assisted,
  consultancy,
  debate,
  decomposition,
  model,
  naive,
  probe,
  recursive,
  study,
  worldNotes,
  worldTask,
} from "w2s";

const probed = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    solver: "lbfgs",
  });

const overseer = probed(16);
const strong = probed(128);
const both = [strong, strong];

export default study({
  name: "oversight",
  task: (["sorted", "maximum"] as const).map((name) => worldTask(name, { examples: 2400 })),
  supervisors: [
    overseer,
    strong,
    assisted(overseer, { by: strong, shows: "answer", as: "shown an answer" }),
    assisted(overseer, { by: strong, shows: "confidence", as: "shown a confidence" }),
    consultancy(overseer, { by: strong, position: "assigned", as: "consultancy, assigned" }),
    consultancy(overseer, { by: strong, position: "chosen", as: "consultancy, chosen" }),
    decomposition(overseer, { as: "decomposition" }),
    debate(overseer, { by: both, as: "debate" }),
    debate(overseer, { by: both, turns: 3, as: "debate of 3 turns" }),
    debate(overseer, { by: both, checks: "exact", as: "debate, exact checks" }),
    recursive(overseer, { rounds: 2, as: "recursive" }),
  ],
  students: probed(128),
  methods: naive(),
  seeds: 2,
  arms: "none",
  notes: worldNotes,
});
