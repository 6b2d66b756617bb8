// What one row of a study says, in a word. The bounds are ours: a reader sees them beside every
// count.

import type { Outcome } from "@w2s/lab";
import { explanations } from "./explained.js";

/**
 * - `undefined`: the ceiling does not clear the supervisor, chance or the untouched student, so
 * that
 *   there is no PGR
 * - `gain`: the whole interval of PGR lies above 0, PGR itself is not near 0, and nothing that was
 *   measured explains it but the supervisor's labels
 * - `explained`: the same, but the supervisor is at chance, or an arm does about as well
 * - `negative`: the whole interval lies below 0, and PGR itself is not near 0
 * - `imitation`: PGR is near 0 (within .1), and its interval is narrow enough to say so (within .2)
 * - `constant`: the same, but student or supervisor hardly predict: nothing was copied
 * - `open`: the interval holds 0 and much else
 */
export type Verdict =
  | "undefined"
  | "gain"
  | "explained"
  | "negative"
  | "imitation"
  | "constant"
  | "open";

/** PGR this near 0 is imitation, where its interval is within twice as much. */
export const near = 0.1;

/** What a row says, by its PGR's interval and by what explains it. */
export function verdict(outcome: Outcome): Verdict {
  const { pgr } = outcome;
  if (!pgr.defined) return "undefined";
  const isNear = Math.abs(pgr.value) <= near;
  if (isNear && pgr.low >= -2 * near && pgr.high <= 2 * near)
    return hardlyPredicts(outcome) ? "constant" : "imitation";
  if (pgr.low > 0) return explanations(outcome).length > 0 ? "explained" : "gain";
  if (pgr.high < 0) return "negative";
  return "open";
}

/** Whether student or supervisor are near constant under at least half of the seeds. */
function hardlyPredicts({ nearConstant, seeds }: Outcome): boolean {
  return nearConstant.some(
    ({ role, seeds: count }) =>
      (role === "weak" || role === "student") && 2 * count >= seeds.length,
  );
}
