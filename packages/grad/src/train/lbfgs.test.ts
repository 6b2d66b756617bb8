import { describe, expect, it } from "vitest";
import { minimizeTogether } from "./lbfgs.js";
import type { Evaluation } from "./line-search.js";

/** (a - x)^2 + b (y - x^2)^2: its minimum is 0 at (a, a^2). */
function rosenbrock(a: number, b: number) {
  return ([x, y]: Float64Array): Evaluation => ({
    value: (a - x!) ** 2 + b * (y! - x! ** 2) ** 2,
    gradient: Float64Array.of(-2 * (a - x!) - 4 * b * x! * (y! - x! ** 2), 2 * b * (y! - x! ** 2)),
  });
}

describe("minimizeTogether", () => {
  it("finds each problem's own minimum, and asks only for what is still open", async () => {
    const problems = [rosenbrock(1, 100), rosenbrock(-2, 10), rosenbrock(0, 1)];
    const batches: number[] = [];
    const minima = await minimizeTogether(
      problems.map(() => Float64Array.of(-1.2, 1)),
      async (points, open) => {
        batches.push(open.length);
        return points.map((point, i) => problems[open[i]!]!(point));
      },
      { tolerance: 1e-8 },
    );
    expect(minima.map(({ converged }) => converged)).toEqual([true, true, true]);
    [1, -2, 0].forEach((a, i) => {
      expect(minima[i]!.point[0]).toBeCloseTo(a, 5);
      expect(minima[i]!.point[1]).toBeCloseTo(a * a, 5);
    });
    expect(batches[0]).toBe(3);
    expect(batches.at(-1)).toBe(1);
  });

  it("finds the same minimum alone and beside others", async () => {
    const alone = await minimizeTogether([Float64Array.of(3, 3)], async ([point]) => [
      rosenbrock(1, 50)(point!),
    ]);
    const beside = await minimizeTogether(
      [Float64Array.of(3, 3), Float64Array.of(0, 0)],
      async (points, open) =>
        points.map((point, i) => rosenbrock(1, open[i] === 0 ? 50 : 5)(point)),
    );
    expect(beside[0]).toEqual(alone[0]);
  });

  it("takes a few steps where the second derivatives are about known beforehand", async () => {
    const steep = Float64Array.from({ length: 30 }, (_, i) => 1.5 ** i);
    const bowl = async (points: readonly Float64Array[]) =>
      points.map((point) => ({
        value: point.reduce((sum, x, i) => sum + (steep[i]! * (x - 1) ** 2) / 2, 0),
        gradient: point.map((x, i) => steep[i]! * (x - 1)),
      }));
    const starts = [new Float64Array(30)];
    // Up to a factor, as the inverses need be.
    const inverse = (vector: Float64Array, into: Float64Array) =>
      into.set(vector.map((value, i) => (3 * value) / steep[i]!));
    const [plain] = await minimizeTogether(starts, bowl);
    const [told] = await minimizeTogether(starts, bowl, {}, [inverse]);
    expect(told!.converged).toBe(true);
    expect(plain!.iterations).toBeGreaterThan(30);
    expect(told!.iterations).toBeLessThan(5);
    for (const x of told!.point) expect(x).toBeCloseTo(1, 6);
  });

  it("says when it stopped before it converged", async () => {
    const [minimum] = await minimizeTogether(
      [Float64Array.of(-1.2, 1)],
      async ([point]) => [rosenbrock(1, 100)(point!)],
      { maxIterations: 3 },
    );
    expect(minimum).toMatchObject({ converged: false, iterations: 3 });
  });
});
