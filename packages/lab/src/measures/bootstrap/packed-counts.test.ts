import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packFlags, weightedCounts } from "./packed-counts.js";

describe("weightedCounts", () => {
  it("equals the plain weighted sum of every column", () => {
    const law = fc.property(fc.nat(20), fc.nat(40), fc.integer(), (columns, n, seed) => {
      const draw = (c: number, i: number) =>
        (Math.imul(seed ^ (c * 31 + i), 0x9e3779b1) >>> 16) & 1;
      const flags = Array.from({ length: columns }, (_, c) =>
        Uint8Array.from({ length: n }, (_, i) => draw(c, i)),
      );
      const weights = Uint8Array.from({ length: n }, (_, i) => (i * 37) % 256);
      const counts = new Float64Array(columns);
      weightedCounts(packFlags(flags, 255 * n), weights, counts);
      const plain = flags.map((column) =>
        column.reduce((sum, flag, i) => sum + flag * weights[i]!, 0),
      );
      expect([...counts]).toEqual(plain);
    });
    fc.assert(law);
  });

  it("is exact at the largest count", () => {
    const flags = Array.from({ length: 5 }, () => new Uint8Array(1821).fill(1));
    const counts = new Float64Array(5);
    weightedCounts(packFlags(flags, 255 * 1821), new Uint8Array(1821).fill(255), counts);
    expect([...counts]).toEqual(new Array(5).fill(255 * 1821));
  });
});
