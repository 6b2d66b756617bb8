// How a remark is worded: overseers that read what a strong model says of a text, followed by a
// question, or behind one. See docs/results/sandwiching.md, "Wording and recursion".
//
//   w2s run studies/remarks.study.ts
//   node docs/results/world.tables.mjs runs/remarks/results.json

import { assisted, model, naive, probe, study, worldNotes, worldTask } from "w2s";

const probed = (width: number) =>
  probe(model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2), {
    learningRate: 1e-2,
    epochs: 50,
  });

const strong = probed(128);
const wordings = {
  "question last": "I think this is {label}. What do you think?",
  "answer last": "What do you think? I think this is {label}",
};

export default study({
  name: "remarks",
  task: (["maximum", "outsider", "compare", "majority", "sorted"] as const).map((name) =>
    worldTask(name, { examples: 2400 }),
  ),
  supervisors: [
    strong,
    ...[16, 32].flatMap((width) => [
      probed(width),
      ...Object.entries(wordings).map(([order, remark]) =>
        assisted(probed(width), {
          by: strong,
          shows: "answer",
          remark,
          as: `world-${width}, ${order}`,
        }),
      ),
    ]),
  ],
  // What is looked at are the labels.
  students: probed(64),
  methods: naive(),
  seeds: 2,
  arms: "none",
  notes: worldNotes,
});
