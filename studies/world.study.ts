// The world's results: docs/results/world.md. A ladder of the zoo's models, each teaching all
// larger ones, on five skills; and two models of the size of world-64 whose pretraining left
// `sorted` out, or taught it with shuffled answers: the negative control.
//
//   w2s run studies/world.study.ts

import { confidence, finetune, model, naive, study, worldNotes, worldTask } from "w2s";

const rates: Readonly<Record<number, number>> = { 8: 1e-2, 16: 5e-3, 32: 1e-3, 64: 5e-4 };
const tuned = (name: string, width: number, as = `world-${width}`) =>
  finetune(model(name, { as, pooling: "last" }), {
    learningRate: rates[width]!,
    labelWords: ["no", "yes"],
  });

const ladder = [8, 16, 32, 64].map((width) => tuned(`zoo:w2s-world-${width}`, width));
const controls = [
  tuned("zoo:w2s-world-64-no-sorted", 64, "no sorted"),
  tuned("zoo:w2s-world-64-shuffled-sorted", 64, "shuffled"),
];
const labels = ladder.map(({ label }) => label);
/** The place on the ladder; the controls stand where world-64 stands. */
const rung = ({ label }: { readonly label: string }) =>
  labels.includes(label) ? labels.indexOf(label) : ladder.length - 1;

export default study({
  name: "world",
  task: (["brackets", "compare", "containment", "sorted", "parity"] as const).map((name) =>
    worldTask(name, { examples: 4000 }),
  ),
  supervisors: ladder.slice(0, -1),
  students: [...ladder.slice(1), ...controls],
  teaches: (supervisor, student) => rung(supervisor) < rung(student),
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
