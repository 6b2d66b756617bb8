// The demonstration: `npm run demo`, or `w2s demo`. Weak-to-strong generalization in models whose
// every byte of pretraining is known: small language models of an invented world (docs/world.md,
// docs/zoo.md) that come with w2s. Small ones label what they were never asked, larger ones learn
// from those labels alone, and exact ground truth tells what came of it.
//
// It is a study like any other: put another model's name in place of "zoo:..." and another task in
// place of worldTask.

import { confidence, finetune, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (width: number) =>
  model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });

// Larger models take smaller steps. The head starts from the language model's own words, as in the
// paper.
const rates: Readonly<Record<number, number>> = { 16: 5e-3, 32: 1e-3, 64: 5e-4 };
const tuned = (width: number) =>
  finetune(world(width), { learningRate: rates[width]!, labelWords: ["no", "yes"] });
const probed = (width: number) => probe(world(width).layer(2), { learningRate: 1e-2, epochs: 50 });

export default study({
  name: "demo",
  // Do the brackets match? Is one number less than another? Is a letter among others?
  task: (["brackets", "compare", "containment"] as const).map((name) =>
    worldTask(name, { examples: 2400 }),
  ),
  supervisors: [tuned(16), tuned(32)],
  students: [tuned(32), tuned(64), probed(128)],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
