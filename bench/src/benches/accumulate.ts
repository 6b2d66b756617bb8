// Whether parts that are found by memory keep to it: the peak of a finetuning of MiniLM, above that
// of the same one in parts of one example.

import type { Bench } from "../bench.js";
import type { Accumulated, AccumulateSetup } from "../children/accumulate.js";
import { missingSst2 } from "../data/sst2.js";
import { megabytes } from "../harness/format.js";

/** What a part's activations may take, in MB. */
const memories = [250, 500, 1000, 2000];
const batchSize = 32;

export const accumulate: Bench = {
  name: "accumulate",
  summary: "how far memory rises where a finetuning's parts are found by memory; MiniLM",
  requirement: "less than it was given, and the same bytes again",
  missing: missingSst2,
  async run({ folder, child, say }) {
    const run = (of: AccumulateSetup["accumulate"]) =>
      child<Accumulated>("accumulate", { folder, accumulate: of } satisfies AccumulateSetup);
    const least = await run(batchSize);
    say(`one example at a time: a peak of ${megabytes(least.peak)}`);
    const ratios: number[] = [];
    let isSame = true;
    for (const memory of memories) {
      const found = await run({ memory: `${memory}MB` });
      const again = await run({ memory: `${memory}MB` });
      const rise = found.peak - least.peak;
      isSame &&= found.hash === again.hash;
      ratios.push((memory * 1e6) / Math.max(1, rise));
      say(
        `${memory} MB a part: a peak of ${megabytes(found.peak)}, ${megabytes(rise)} more; ` +
          `${found.hash === again.hash ? "the same bytes again" : "OTHER BYTES AGAIN"}`,
      );
    }
    const whole = await run(1);
    say(`whole batches: a peak of ${megabytes(whole.peak)}`);
    const ratio = Math.min(...ratios);
    return { ours: 1 / ratio, peer: 1, unit: "of memory", ratio, met: ratio >= 1 && isSame };
  },
};
