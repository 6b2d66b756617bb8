import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holm } from "./holm.js";

const reference = JSON.parse(
  readFileSync(new URL("../../lab/src/measures/fixtures/over-tasks.json", import.meta.url), "utf8"),
) as { readonly holm: { readonly ps: number[]; readonly corrected: number[] } };

describe("holm", () => {
  it("multiplies each p by how many are left, and never falls", () => {
    // Sorted .01 x 4, .02 x 3, .03 x 2 = .06 (not below .06), .9 x 1.
    const corrected = holm([0.9, 0.01, 0.03, 0.02]);
    expect(corrected.map((p) => p.toFixed(10))).toEqual(
      [0.9, 0.04, 0.06, 0.06].map((p) => p.toFixed(10)),
    );
  });

  it("is what statsmodels gives", () => {
    // multipletests(ps, method="holm"): reference/measures/over_tasks.py.
    const { ps, corrected } = reference.holm;
    holm(ps).forEach((p, i) => {
      expect(p).toBeCloseTo(corrected[i]!, 12);
    });
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
