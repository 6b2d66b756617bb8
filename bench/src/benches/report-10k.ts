// A finished run of 10,000 trials as a page and all figures, each a fresh process. No peer does the
// same; the limit stands in a peer's place.

import { join } from "node:path";
import { type Bench, BenchError } from "../bench.js";
import { median } from "../harness/interleave.js";

const [limit, memoryLimit] = [3, 500];
const runs = 3;

/** What a process says of itself. */
interface Taken {
  readonly outcomes: number;
  readonly trials: number;
  /** Bytes of results.json. */
  readonly bytes: number;
  readonly seconds: number;
  /** Megabytes. */
  readonly peak: number;
}

export const report10k: Bench = {
  name: "report-10k",
  summary: "10,000 finished trials to a page and all figures; the limit stands in a peer's place",
  requirement: `under ${limit} s and ${memoryLimit} MB`,
  async run({ folder, child, say }) {
    const run = join(folder, "run");
    const made = await child<Taken>("report-10k", { folder, run, phase: "fill" });
    const reports: Taken[] = [];
    for (let i = 0; i < runs; i++) {
      reports.push(await child<Taken>("report-10k", { folder, run, phase: "report" }));
    }
    if (made.trials !== 10_000) throw new BenchError(`report-10k: ${made.trials} trials`);
    say(
      `${made.outcomes} rows of 20 tasks, 5 supervisors and 10 methods, 10 seeds each; ` +
        `results.json has ${Math.round(made.bytes / 1e6)} MB`,
    );
    say(`in all: ${reports.map(shown).join("; ")}`);
    const ours = median(reports.map(({ seconds }) => seconds));
    const peak = Math.max(...reports.map((one) => one.peak));
    const met = ours < limit && peak < memoryLimit;
    return { ours, peer: limit, unit: "s", ratio: limit / ours, met };
  },
};

const shown = ({ seconds, peak }: Taken) => `${seconds.toFixed(2)} s (${Math.round(peak)} MB)`;
