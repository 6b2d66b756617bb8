// The demonstration: `npm run demo`, or `w2s demo`. Weak-to-strong generalization in models whose
// every byte of pretraining is known: small language models of an invented world (docs/world.md,
// docs/zoo.md) that come with w2s. Small ones label what they were never asked, larger ones learn
// from those labels alone, and exact ground truth tells what came of it.
//
// Every head is new, a probe on the last block: before it is taught, no student knows what is
// asked, so that what is seen is brought out by its supervisor, and not kept from pretraining.
//
// It is a study like any other: put another model's name in place of "zoo:..." and another task in
// place of worldTask.

import { confidence, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const world = (width: number) => {
  const whole = model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" });
  return probe(whole.layer(2), { learningRate: 1e-2, epochs: 50 });
};

export default study({
  name: "demo",
  // Are the digits in order? Must the request be refused? Is that the more frequent letter?
  task: (["sorted", "safety", "majority"] as const).map((name) =>
    worldTask(name, { examples: 2400 }),
  ),
  supervisors: [world(24), world(40)],
  students: [world(48), world(128)],
  methods: [naive(), confidence({ alpha: 0.75 })],
  seeds: 5,
  notes: worldNotes,
});
