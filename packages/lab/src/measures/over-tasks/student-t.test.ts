import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tBound, tTails } from "./student-t.js";

const { tails, bounds } = JSON.parse(
  readFileSync(new URL("../fixtures/over-tasks.json", import.meta.url), "utf8"),
) as { readonly tails: [number, number, number][]; readonly bounds: [number, number][] };

describe("tTails", () => {
  it("is SciPy's, for even and odd degrees of freedom", () => {
    for (const [t, freedom, p] of tails) {
      // Tails are one minus a sum: what is left has sixteen digits less those of the tail.
      expect(Math.abs(tTails(t, freedom) - p), `${t} ${freedom}`).toBeLessThan(1e-14);
    }
  });

  it("is 1 at 0, 0 without bound, and NaN of NaN", () => {
    expect([tTails(0, 4), tTails(Number.POSITIVE_INFINITY, 4)]).toEqual([1, 0]);
    expect(tTails(Number.NaN, 4)).toBeNaN();
  });
});

describe("tBound", () => {
  it("is SciPy's", () => {
    for (const [freedom, bound] of bounds) {
      expect(Math.abs(tBound(0.95, freedom) / bound - 1), `${freedom}`).toBeLessThan(1e-10);
    }
  });
});
