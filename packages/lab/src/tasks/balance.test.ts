import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanced } from "./balance.js";

describe("balanced", () => {
  it("keeps all, or equally many of each class", () => {
    const cases = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(cases, fc.nat(), (labels, seed) => {
        const keep = balanced(labels, 3, seed);
        const before = [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
        const after = [0, 1, 2].map(
          (label) => labels.filter((other, row) => keep[row] && other === label).length,
        );
        if (Math.max(...before) <= (1.1 / 3) * labels.length) expect(after).toEqual(before);
        else {
          const smallest = Math.min(...before.filter((count) => count > 0));
          expect(after).toEqual(before.map((count) => Math.min(count, smallest)));
        }
        expect(balanced(labels, 3, seed)).toEqual(keep);
      }),
    );
  });
});
