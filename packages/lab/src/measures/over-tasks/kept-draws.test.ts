import { describe, expect, it } from "vitest";
import { keptDraws, keptDrawsSchema, packDraws, unpackDraws } from "./kept-draws.js";

describe("packDraws", () => {
  it("keeps the first 200 to within 1/65534, and what has no value", () => {
    const values = Float64Array.from({ length: 300 }, (_, k) => Math.sin(k));
    values[7] = Number.NaN;
    const text = packDraws(values);
    expect(text.length).toBe(536);
    const back = unpackDraws(text);
    expect(back.length).toBe(keptDraws);
    expect(back[7]).toBeNaN();
    back.forEach((value, k) => {
      if (k !== 7) expect(Math.abs(value - values[k]!)).toBeLessThanOrEqual(1 / 65534 + 1e-12);
    });
    expect(unpackDraws(packDraws(Float64Array.of(-1, 0, 1)))).toEqual(Float64Array.of(-1, 0, 1));
  });

  it("is read from results only where it is base64, and as many of the one as of the other", () => {
    const reads = (gain: string, gap: string) => keptDrawsSchema.safeParse({ gain, gap }).success;
    const of = (size: number) => packDraws(new Float64Array(size));
    for (const size of [1, 2, 3, 100, 200]) expect(reads(of(size), of(size))).toBe(true);
    expect(reads("?", "?")).toBe(false);
    expect(reads(of(1), "")).toBe(false);
    expect(reads(of(2), of(3))).toBe(false);
    // One byte, and more than are kept.
    expect(reads("AA==", "AA==")).toBe(false);
    expect(reads(of(200) + of(3), of(200) + of(3))).toBe(false);
  });
});
