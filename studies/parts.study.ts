// A supervisor that knows the parts of a problem and not the whole (docs/zoo.md, Parts): one small
// model, a fresh head on each skill's parts and on its whole questions.
//
//   w2s run studies/parts.study.ts

import { model, naive, probe, study, worldNotes, worldTask } from "w2s";

const probed = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    solver: "lbfgs",
  });

const skills = ["sorted", "palindrome", "containment", "order", "outsider", "programs"] as const;

export default study({
  name: "parts",
  task: skills.flatMap((skill) =>
    ([skill, `${skill}-parts`] as const).map((name) => worldTask(name, { examples: 2400 })),
  ),
  supervisors: probed(16),
  students: probed(128),
  methods: naive(),
  seeds: 1,
  notes: worldNotes,
});
