import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { bestCut, overlapShares } from "./overlap-density.js";

const labels = (...right: number[]) =>
  ndarray(Float32Array.from(right.flatMap((p) => [1 - p, p])), [right.length, 2]);
const rows = (...vectors: [number, number][]) =>
  ndarray(Float32Array.from(vectors.flat()), [vectors.length, 2]);

describe("bestCut", () => {
  it("cuts where both parts are closest to their means, as every cut tried by hand", () => {
    expect(bestCut(Float64Array.of(5, 1, 2, 9))).toBe(5);
    const values = Float64Array.from({ length: 40 }, (_, i) => (i * 7919) % 101);
    const sorted = [...values].sort((a, b) => a - b);
    const off = (part: readonly number[]) => {
      const mean = part.reduce((sum, one) => sum + one, 0) / part.length;
      return part.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    };
    const costs = sorted.map((_, i) =>
      i === 0 ? Number.POSITIVE_INFINITY : off(sorted.slice(0, i)) + off(sorted.slice(i)),
    );
    expect(bestCut(values)).toBe(sorted[costs.indexOf(Math.min(...costs))]);
  });

  it("keeps equal values together, and has none of values that are all equal", () => {
    expect(bestCut(Float64Array.of(1, 1, 1, 2))).toBe(2);
    expect(bestCut(Float64Array.of(3, 3, 3))).toBeNull();
    expect(bestCut(new Float64Array())).toBeNull();
  });
});

describe("overlapShares", () => {
  // Two that the supervisor is unsure of, four that it is sure of.
  const said = labels(0.5, 0.55, 0.95, 0.05, 0.9, 0.92);

  it("calls what is sure and like something hard overlapping, either way round", () => {
    const features = rows([0, 1], [0, 2], [0.1, 3], [-0.1, -1], [4, 0], [1, 0.1]);
    expect(overlapShares(said, features)).toEqual({ hard: 2 / 6, easy: 2 / 6, overlap: 2 / 6 });
  });

  it("says nothing where all are as sure, or all sure ones as like the hard ones", () => {
    const features = rows([0, 1], [0, 2], [0, 3], [0, 4], [0, 5], [0, 6]);
    expect(overlapShares(labels(0.9, 0.9, 0.1, 0.9, 0.9, 0.1), features)).toBeNull();
    expect(overlapShares(said, features)).toBeNull();
  });
});
