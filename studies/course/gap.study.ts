// Course, experiment 5: how does PGR move with the gap? See docs/course/5-gap.md.
//
//   w2s run studies/course/gap.study.ts

import { confidence, finetune, model, naive, study, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
const labelWords = ["false", "true"];
const rates: Readonly<Record<number, number>> = { 8: 1e-2, 16: 5e-3, 32: 1e-3, 64: 5e-4 };
// From the weakest to the strongest: each teaches all that come after it.
const ladder = [8, 16, 32, 64].map((width) =>
  finetune(world(width), { learningRate: rates[width]!, labelWords }),
);
const rung = ({ label }: { readonly label: string }) =>
  ladder.findIndex((one) => one.label === label);

export default study({
  name: "gap",
  task: worldTask("honesty", { examples: 4000 }),
  supervisors: ladder.slice(0, -1),
  students: ladder.slice(1),
  teaches: (supervisor, student) => rung(supervisor) < rung(student),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
