import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scoreCell, type TestPredictions } from "../measures/index.js";
import { withComparisons } from "./comparisons.js";
import { unmeasured } from "./outcome.js";

const rows = 400;
const truth = Int32Array.from({ length: rows }, (_, row) => row % 2);
/** Right on the first `right` of every 20 rows. */
const said = (right: number): TestPredictions[] => {
  const data = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row += 1) {
    data[2 * row + (row % 20 < right ? row % 2 : 1 - (row % 2))] = 1;
  }
  return [{ probabilities: ndarray(data, [rows, 2]) }];
};

function row(method: string, right: number, labels: "soft" | "hard" = "soft") {
  const roles = { weak: said(12), student: said(right), ceiling: said(18) };
  const { scores, draws } = scoreCell({ roles, truth }, { metric: "accuracy", resamples: 500 });
  const model = { name: "", adapted: "", parameters: null, pretrainingFlop: null };
  const cell = { task: "t", supervisor: "a", student: "b", labels, method, seeds: [0] };
  const splits = { supervise: 1, transfer: 1, validation: 1 };
  const models = { supervisorModel: model, studentModel: model };
  return { outcome: { ...unmeasured, ...cell, ...models, splits, ...scores }, draws };
}

describe("withComparisons", () => {
  it("compares every method with the first of its cell, paired", () => {
    const [first, second, other] = withComparisons([
      row("naive", 14),
      row("confidence", 15),
      row("confidence", 15, "hard"),
    ]);
    expect(first!.comparison).toBeNull();
    expect(second!.comparison).toMatchObject({ with: "naive" });
    // One row in 20 more, and no row less: .05, error sqrt(.05 (1 - .05) / 400) = .0109. Unpaired
    // it would be sqrt((.7 x .3 + .75 x .25) / 400) = .0315.
    const { value, low, high } = second!.comparison!.difference;
    expect(value).toBeCloseTo(0.05, 12);
    expect((high - low) / (2 * 1.96)).toBeGreaterThan(0.009);
    expect((high - low) / (2 * 1.96)).toBeLessThan(0.013);
    expect(second!.comparison!.p).toBeLessThan(0.001);
    // Hard labels are a cell of their own.
    expect(other!.comparison).toBeNull();
  });
});
