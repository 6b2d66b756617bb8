// Rank correlation and lines against SciPy's values, and intervals over tasks by what must hold.

import { mean, overTasks } from "@w2s/report";
import { describe, expect, it } from "vitest";
import { leavingOutTasks, lineThrough, rankCorrelation } from "./statistics.js";

// reference/experiments/statistics.py gives the values below, by scipy.stats.
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

describe("leavingOutTasks", () => {
  const slope = (some: readonly { x: number; y: number }[]) => lineThrough(some).slope;
  const meanOf = (some: readonly { y: number }[]) => mean(some.map((point) => point.y));

  it("is the jackknife's interval with Student's t, as SciPy has it", () => {
    for (const [of, value, half] of [
      [slope, 0.8661901358112938, 0.6416392664870953],
      [rankCorrelation, 0.927710843373494, 0.2852813153809215],
      [meanOf, 4.4375, 2.1840709176403807],
    ] as const) {
      const found = leavingOutTasks(points, of)!;
      expect(found.value).toBeCloseTo(value, 12);
      expect(found.low).toBeCloseTo(value - half, 10);
      expect(found.high).toBeCloseTo(value + half, 10);
    }
  });

  it("is Student's own for the mean of one point a task", () => {
    const single = [0.1, 0.2, 0.6, 0.3].map((at, i) => ({ x: 0, y: at, task: `task ${i}` }));
    const { value, low, high } = leavingOutTasks(single, meanOf)!;
    const wanted = overTasks([0.1, 0.2, 0.6, 0.3])!;
    expect(value).toBeCloseTo(0.3, 12);
    expect([low, high].map((end) => end.toFixed(10))).toEqual(
      [wanted.low, wanted.high].map((end) => end.toFixed(10)),
    );
  });

  it("stays within what the statistic can be", () => {
    const { low, high } = leavingOutTasks(points.slice(0, 6), rankCorrelation, [-1, 1])!;
    expect(high).toBe(1);
    expect(low).toBeGreaterThanOrEqual(-1);
  });

  it("says nothing of two tasks, nor of a statistic without a value", () => {
    const two = points.map((point) => ({ ...point, task: point.x > 4 ? "a" : "b" }));
    expect(leavingOutTasks(two, rankCorrelation)).toBeNull();
    expect(leavingOutTasks(points, () => Number.NaN)).toBeNull();
    // Without the task that is apart from the others, all lie at one place.
    const apart = points.map((point, i) => ({ ...point, x: i % 4 === 0 ? 1 : 2 }));
    expect(leavingOutTasks(apart, slope)).toBeNull();
  });
});
