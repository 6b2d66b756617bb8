// A study of 10,000 trials: how long its plan takes, and its table when all is cached, each in a
// fresh process. No peer does the same; the limit stands in a peer's place.

import { join } from "node:path";
import { type Bench, BenchError } from "../bench.js";
import { median } from "../harness/interleave.js";

const [planLimit, cachedLimit, memoryLimit] = [2, 2, 300];
const runs = 3;

interface Taken {
  readonly trials: number;
  readonly steps: number;
  readonly toRun: number;
  readonly rows: number;
  readonly seconds: number;
  readonly processor: number;
  /** Megabytes. */
  readonly peak: number;
}

export const plan10k: Bench = {
  name: "plan-10k",
  summary:
    "the plan of 10,000 trials, and its 1,000 rows with all cached; the limit stands in a peer's " +
    "place",
  requirement:
    `planned in under ${planLimit} s and ${memoryLimit} MB, ` + `rows in under ${cachedLimit} s`,
  async run({ folder, child, say }) {
    const store = join(folder, "store");
    const of = async (phase: string) => child<Taken>("plan-10k", { folder: store, phase });
    const plans: Taken[] = [];
    for (let i = 0; i < runs; i++) plans.push(await of("plan"));
    await of("fill");
    const cached: Taken[] = [];
    for (let i = 0; i < runs; i++) cached.push(await of("cached"));
    const { trials, steps } = plans[0]!;
    const last = cached.at(-1)!;
    if (trials !== 10_000 || last.toRun > 0 || last.rows !== 1000) {
      throw new BenchError(
        `plan-10k: ${trials} trials, ${last.toRun} steps left, ${last.rows} rows`,
      );
    }
    say(`${trials} trials, ${steps} steps`);
    say(`plan: ${plans.map(shown).join("; ")}`);
    say(`plan and rows, all cached: ${cached.map(shown).join("; ")}`);
    const ours = median(plans.map(({ seconds }) => seconds));
    const table = median(cached.map(({ seconds }) => seconds));
    const peak = Math.max(...plans.map((one) => one.peak));
    const met = ours < planLimit && table < cachedLimit && peak < memoryLimit;
    return { ours, peer: planLimit, unit: "s", ratio: planLimit / ours, met };
  },
};

const shown = ({ seconds, processor, peak }: Taken) =>
  `${seconds.toFixed(2)} s (${processor.toFixed(2)} s of processor, ${Math.round(peak)} MB)`;
