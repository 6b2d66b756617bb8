// What one row of a study says, in a word. The bounds are ours: a reader sees them beside every
// count.

import type { Outcome } from "@w2s/lab";

/**
 * - `undefined`: the ceiling does not clear the supervisor, so that there is no PGR
 * - `gain`: the whole interval of PGR lies above 0, and PGR itself is not near 0
 * - `negative`: the whole interval lies below 0, and PGR itself is not near 0
 * - `imitation`: PGR is near 0 (within .1), and its interval is narrow enough to say so (within .2)
 * - `open`: the interval holds 0 and much else
 */
export type Verdict = "undefined" | "gain" | "negative" | "imitation" | "open";

/** PGR this near 0 is imitation, where its interval is within twice as much. */
export const near = 0.1;

export function verdict({ pgr }: Outcome): Verdict {
  if (!pgr.defined) return "undefined";
  const isNear = Math.abs(pgr.value) <= near;
  if (isNear && pgr.low >= -2 * near && pgr.high <= 2 * near) return "imitation";
  if (pgr.low > 0) return "gain";
  if (pgr.high < 0) return "negative";
  return "open";
}
