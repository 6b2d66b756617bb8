// Paired differences of supervisors by hand: draws cancel what rows have in common.

import { packDraws } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { outcome } from "../../../report/test/outcomes.js";
import { aheadOfBest } from "./paired.js";

/** A row whose supervisor has these scores in the draws, under a ceiling that is always right. */
const rowOf = (weak: number, weaks: readonly number[], students = weaks) => {
  const gap = packDraws(Float64Array.from(weaks, (score) => 1 - score));
  const gain = packDraws(Float64Array.from(students, (score, b) => score - weaks[b]!));
  const estimate = (value: number) => ({ value, low: value, high: value });
  const student = students.reduce((sum, score) => sum + score, 0) / students.length;
  return outcome({
    more: { gap: estimate(1 - weak), gain: estimate(student - weak), draws: { gap, gain } },
  });
};

describe("aheadOfBest", () => {
  const own = rowOf(0.8, [0.8, 0.8, 0.8, 0.8]);
  const one = rowOf(0.6, [0.5, 0.7, 0.6, 0.9]);
  const other = rowOf(0.7, [0.7, 0.5, 0.7, 0.7]);

  it("takes the best of the others anew in every draw", () => {
    const { difference } = aheadOfBest("weak", own, [one, other])!;
    expect(difference.value).toBeCloseTo(0.8 - 0.7, 4);
    // Against .7, .7, .7 and .9.
    expect(difference.low).toBeCloseTo(-0.1, 4);
    expect(difference.high).toBeCloseTo(0.1, 4);
  });

  it("is paired: what both rows have in common is no spread", () => {
    const luck = [0.5, 0.6, 0.7, 0.8];
    const above = rowOf(
      0.75,
      luck.map((score) => score + 0.1),
    );
    const { difference, p } = aheadOfBest("weak", above, [rowOf(0.65, luck)])!;
    expect(difference.low).toBeCloseTo(0.1, 3);
    expect(difference.high).toBeCloseTo(0.1, 3);
    expect(p).toBeLessThan(1e-6);
  });

  it("compares students likewise", () => {
    const better = rowOf(0.5, [0.5, 0.5], [0.9, 0.7]);
    const worse = rowOf(0.6, [0.6, 0.6], [0.8, 0.6]);
    expect(aheadOfBest("student", better, [worse])!.difference.value).toBeCloseTo(0.1, 4);
  });

  it("is none where draws were not kept, or nobody is there", () => {
    expect(aheadOfBest("weak", { ...own, draws: null }, [one])).toBeNull();
    expect(aheadOfBest("weak", own, [])).toBeNull();
  });
});
