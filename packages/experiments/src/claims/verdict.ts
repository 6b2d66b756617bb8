// Whether what was measured is what a source states: by the whole interval, or not at all.

import type { Measured } from "./quantities.js";
import type { ClaimVerdict, Relation } from "./schema.js";

/** "agrees" and "differs" need the whole interval; without one, or astride, it is "unclear". */
export function verdictOf(expect: Relation, { low, high }: Measured): ClaimVerdict {
  if (low === undefined || high === undefined) return "unclear";
  const [from, to] = rangeOf(expect);
  if (low > from && high < to) return "agrees";
  return high <= from || low >= to ? "differs" : "unclear";
}

/** The open range that a relation allows. */
function rangeOf(expect: Relation): readonly [from: number, to: number] {
  if ("within" in expect) return expect.within;
  return "above" in expect
    ? [expect.above, Number.POSITIVE_INFINITY]
    : [Number.NEGATIVE_INFINITY, expect.below];
}
