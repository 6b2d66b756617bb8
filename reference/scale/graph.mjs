// The passes of a study of 10,000 trials, by the real planner, as a cluster would be handed them:
// one step a pass, since nothing as large as a 70B student shares one.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bootstrapping,
  confidence,
  drawn,
  entropy,
  focal,
  gce,
  kl,
  naive,
  openStore,
  planStudy,
  probe,
  product,
  random,
  reverseKl,
  rows,
  study,
  surest,
  table,
} from "../../packages/lab/dist/index.js";
import { neededSteps, wavesOf } from "../../packages/lab/dist/engine-door.js";

function sentences(count) {
  const draw = random(3, "scale");
  const examples = Array.from({ length: count }, (_, i) => ({
    text: `text ${i}`,
    label: Number(draw.uniform() > 0.5),
  }));
  return table(rows("made", examples), { text: "text", label: "label" });
}

/** The study with `size` supervisors, students and methods: `size ** 3 * seeds` trials. */
function studyOf(size, seeds) {
  const probes = (as, width) =>
    Array.from({ length: size }, (_, i) => probe(drawn(width + i, { as }), { epochs: 2 }));
  const methods = [
    naive(),
    confidence(),
    bootstrapping({ through: [probe(drawn(16, { as: "link" }), { epochs: 2 })] }),
    surest({ keep: 0.5 }),
    entropy(),
    product(),
    kl(),
    reverseKl(),
    gce(),
    focal(),
  ];
  return study({
    name: "scale",
    task: sentences(2000),
    supervisors: probes("weak", 4),
    students: probes("strong", 32),
    methods: methods.slice(0, size),
    seeds,
    resamples: 200,
  });
}

const inputsOf = ({ inputs }) => Object.values(inputs).flatMap((one) => one ?? []);

/**
 * Plans and gives the passes in the order of their waves: `{ kind, inputs }`, inputs by number.
 * What planning took: seconds, and megabytes at the peak.
 */
export async function passesOfStudy(size, seeds = size) {
  const folder = mkdtempSync(join(tmpdir(), "w2s-scale-"));
  try {
    const store = await openStore(join(folder, "store"), { readOnly: true });
    const started = performance.now();
    const options = { name: "scale", baseDir: ".", store, modelFolders: [] };
    const plan = await planStudy(studyOf(size, seeds), options);
    const needed = await neededSteps(plan.targets, { has: async () => false });
    const waves = wavesOf(needed);
    const seconds = (performance.now() - started) / 1000;
    const steps = waves.flatMap((wave) => wave.steps);
    const numbers = new Map(steps.map(({ name }, i) => [name, i]));
    const passes = waves.flatMap((wave, level) =>
      wave.steps.map((step) => ({
        kind: step.kind.name,
        level,
        inputs: [...new Set(inputsOf(step).map(({ name }) => numbers.get(name)))],
      })),
    );
    const megabytes = process.resourceUsage().maxRSS / 1024;
    return { trials: plan.summary.trials, passes, waves: waves.length, seconds, megabytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
