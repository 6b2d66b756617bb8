// Rank correlation and lines against SciPy's values, and intervals over tasks by what must hold.

import { describe, expect, it } from "vitest";
import { lineThrough, overTaskDraws, rankCorrelation } from "./statistics.js";

// scipy.stats.spearmanr and linregress of these give the values below (reference/experiments).
const x = [1, 2, 3, 4, 5, 5, 7, 8.5];
const y = [2.1, 1.9, 3.5, 3.5, 6, 4, 5.5, 9];
const points = x.map((each, i) => ({ x: each, y: y[i]!, task: `task ${i % 4}` }));

describe("rankCorrelation", () => {
  it("is SciPy's, ties included", () => {
    expect(rankCorrelation(points)).toBeCloseTo(0.927710843373494, 12);
  });

  it("is 1 for any rising curve, and nothing for a constant", () => {
    expect(rankCorrelation([1, 2, 3].map((at) => ({ x: at, y: Math.exp(at) })))).toBe(1);
    expect(rankCorrelation([1, 2, 3].map((at) => ({ x: at, y: 1 })))).toBeNaN();
  });
});

describe("lineThrough", () => {
  it("is SciPy's line", () => {
    const { slope, intercept } = lineThrough(points);
    expect(slope).toBeCloseTo(0.8661901358112938, 12);
    expect(intercept).toBeCloseTo(0.5937812723373836, 12);
  });
});

describe("overTaskDraws", () => {
  it("holds the value, is the same each time, and is wider where tasks differ", () => {
    const slope = (some: readonly { x: number; y: number }[]) => lineThrough(some).slope;
    const found = overTaskDraws(points, slope)!;
    expect(found).toEqual(overTaskDraws(points, slope));
    expect(found.low).toBeLessThanOrEqual(found.value);
    expect(found.high).toBeGreaterThanOrEqual(found.value);
    const tilted = points.map((point, i) => ({ ...point, y: point.y + 3 * (i % 4) * point.x }));
    const wider = overTaskDraws(tilted, slope)!;
    expect(wider.high - wider.low).toBeGreaterThan(found.high - found.low);
  });

  it("says nothing of two tasks, nor of a statistic without a value", () => {
    const two = points.map((point) => ({ ...point, task: point.x > 4 ? "a" : "b" }));
    expect(overTaskDraws(two, rankCorrelation)).toBeNull();
    expect(overTaskDraws(points, () => Number.NaN)).toBeNull();
  });
});
