// What a soak runs where most of the time goes by in commands of other programs
// (`npm run soak -- --study test/cluster/soak-external.study.ts`).

import { external, model, naive, probe, study, surest, worldTask } from "w2s";

export default study({
  name: "soak-external",
  task: (["brackets", "maximum"] as const).map((name) => worldTask(name, { examples: 200 })),
  supervisors: [
    probe(model("zoo:w2s-world-16", { as: "world-16", pooling: "last" }).layer(2), {
      learningRate: 1e-2,
      epochs: 3,
    }),
  ],
  students: [external({ command: ["node", "hashed-pairs.mjs", "{folder}"], as: "hashed pairs" })],
  methods: [naive(), surest({ keep: 0.5 })],
  seeds: 3,
  arms: "none",
});
