// Course, experiment 5: how does PGR move with the gap? See docs/course/5-gap.md.
//
//   w2s run studies/course/gap.study.ts

import { confidence, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    learningRate: 1e-2,
    epochs: 50,
  });

export default study({
  name: "gap",
  task: worldTask("honesty", { examples: 4000 }),
  supervisors: [16, 24, 32, 48].map(world),
  students: [64, 128].map(world),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
