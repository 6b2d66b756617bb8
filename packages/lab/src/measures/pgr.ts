// Performance gap recovered, the quantity that a weak-to-strong study is about, and the two
// differences that it is made of.

import type { Contrast } from "./measure.js";

export const gapContrast = {
  of: "scores",
  name: "gap",
  header: "gap",
  column: "gap",
  doc: "ceiling - weak, of means over seeds, on the study's metric",
  range: "[-1, 1]; above 0 there is something to recover",
  degenerate: "0 where ceiling and supervisor say the same",
  compute: ({ weak, ceiling }) => ceiling - weak,
} as const satisfies Contrast;

export const gainContrast = {
  of: "scores",
  name: "gain",
  header: "gain",
  column: "gain",
  doc:
    "student - weak, of means over seeds, on the study's metric; so are student - untouched, " +
    "- uninformed and - self-taught",
  range: "[-1, 1]; above 0 the student beats its supervisor",
  degenerate: "0 where student and supervisor say the same",
  compute: ({ weak, student }) => student - weak,
} as const satisfies Contrast;

export const pgrContrast = {
  of: "scores",
  name: "pgr",
  header: "PGR",
  column: "pgr",
  doc:
    "(student - weak) / (ceiling - weak), on accuracy or AUROC, of means over seeds. Burns et " +
    "al. " +
    "2023, section 3",
  range: "1 is full recovery, 0 is imitation, below 0 is worse than the supervisor",
  degenerate: "undefined without a clear gap, see below",
  compute: ({ weak, student, ceiling }) => pgr(weak, student, ceiling),
} as const satisfies Contrast;

/**
 * (student - weak) / (ceiling - weak), unitless: 1 is full recovery, 0 imitates the supervisor,
 * below 0 is worse than it. Null when the ceiling does not exceed the supervisor: there is no gap
 * to recover. Any metric for which higher is better will do, the same one for all three. It carries
 * no uncertainty: use `bootstrapPgr` for a claim. Source: Burns et al. 2023, section 3.
 */
export function pgr(weak: number, student: number, ceiling: number): number | null {
  return ceiling > weak ? (student - weak) / (ceiling - weak) : null;
}

/**
 * gain / gap of a resample; where its gap is not positive, the limit as the gap falls to 0: without
 * bound, by the sign of the gain. NaN stays NaN.
 */
export function recovered(gain: number, gap: number): number {
  if (!(gap <= 0)) return gain / gap;
  return gain === 0 ? 0 : gain * Number.POSITIVE_INFINITY;
}
