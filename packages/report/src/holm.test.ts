import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holm, median, overTasks } from "./holm.js";

describe("holm", () => {
  it("multiplies each p by how many are left, and never falls", () => {
    // Sorted .01 x 4, .02 x 3, .03 x 2 = .06 (not below .06), .9 x 1.
    const corrected = holm([0.9, 0.01, 0.03, 0.02]);
    expect(corrected.map((p) => p.toFixed(10))).toEqual(
      [0.9, 0.04, 0.06, 0.06].map((p) => p.toFixed(10)),
    );
  });

  it("is never below p, nor above Bonferroni's", () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(ps, (values) => {
        holm(values).forEach((corrected, i) => {
          expect(corrected).toBeGreaterThanOrEqual(values[i]!);
          expect(corrected).toBeLessThanOrEqual(Math.min(1, values[i]! * values.length) + 1e-12);
        });
      }),
    );
  });
});

describe("overTasks", () => {
  it("is the mean with the interval of Student's t", () => {
    // Mean .02; standard deviation .01; t .975 at 2 degrees of freedom 4.303: 4.303 x .01 /
    // sqrt(3).
    const found = overTasks([0.01, 0.02, 0.03])!;
    expect(found.value).toBeCloseTo(0.02, 12);
    expect(found.high - found.value).toBeCloseTo((4.303 * 0.01) / Math.sqrt(3), 12);
    expect(found.value - found.low).toBeCloseTo((4.303 * 0.01) / Math.sqrt(3), 12);
  });

  it("says nothing of fewer than three tasks", () => {
    expect(overTasks([0.1, 0.2])).toBeNull();
  });
});

describe("median", () => {
  it("is the middle, or the mean of the two there", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});
