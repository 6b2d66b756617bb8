// Whether what was measured is what a source states: by the whole interval, or not at all.

import type { Measured } from "./quantities.js";
import type { ClaimVerdict, Relation } from "./schema.js";

/** "agrees" and "differs" need the whole interval; without one, or astride, it is "unclear". */
export function verdictOf(expect: Relation, { low, high }: Measured): ClaimVerdict {
  if (low === undefined || high === undefined) return "unclear";
  const ranges = rangesOf(expect);
  if (ranges.some(([from, to]) => low > from && high < to)) return "agrees";
  return ranges.every(([from, to]) => high <= from || low >= to) ? "differs" : "unclear";
}

type Range = readonly [from: number, to: number];

/** The open ranges that a relation allows. */
function rangesOf(expect: Relation): readonly Range[] {
  if ("within" in expect) return [expect.within];
  if ("above" in expect) return [[expect.above, Number.POSITIVE_INFINITY]];
  if ("below" in expect) return [[Number.NEGATIVE_INFINITY, expect.below]];
  return [
    [Number.NEGATIVE_INFINITY, -expect.beyond],
    [expect.beyond, Number.POSITIVE_INFINITY],
  ];
}
