import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import type { Labels } from "../labels/index.js";
import type { Course } from "../students/index.js";
import { curveOf } from "./curves.js";
import { TestSplit } from "./test-split.js";

const rows = Int32Array.of(7, 3, 5, 1);
const test = new TestSplit(rows, Int32Array.of(1, 0, 1, 0), ["a", "b", "c", "d"], new Map());
/** The supervisor says option 1 of the first two rows. */
const weak: Labels = {
  rows,
  probabilities: ndarray(Float32Array.of(0.2, 0.8, 0.4, 0.6, 0.9, 0.1, 0.7, 0.3), [4, 2]),
};

const course = (evaluations: number, changes: Partial<Course> = {}): Course => ({
  steps: Array.from({ length: evaluations }, (_, i) => 10 * (i + 1)),
  loss: Array.from({ length: evaluations }, (_, i) => 1 / (i + 1)),
  agreement: Array.from({ length: evaluations }, () => 0.5),
  validationLoss: [],
  oracle: [],
  chosenEpoch: 1,
  chosenStep: 10,
  ...changes,
});
const curve = (of: Course) => curveOf({ role: "student" }, 3, { course: of }, weak, test)!;

describe("curveOf", () => {
  it("is none where nothing was trained", () => {
    expect(curveOf({ role: "weak" }, 0, {}, weak, test)).toBeUndefined();
  });

  it("says how a search for a minimum ended", () => {
    const search = { converged: false, iterations: 2, gradient: 0.5 };
    const of = curveOf({ role: "weak" }, 0, { course: course(1), search }, weak, test);
    expect(of?.search).toEqual(search);
    expect(curve(course(1))).not.toHaveProperty("search");
  });

  it("says of watched test rows how many are right, and how many are the supervisor's", () => {
    // Of rows 3 and 7 (truth 0 and 1, supervisor 1 and 1): said 0, 1 and then 1, 1.
    const watched = { rows: Int32Array.of(3, 7), said: Uint8Array.of(0, 1, 1, 1) };
    const { points, role, seed, chosenStep } = curve(course(2, { watched }));
    expect({ role, seed, chosenStep }).toEqual({ role: "student", seed: 3, chosenStep: 10 });
    expect(points).toEqual([
      { step: 10, loss: 1, agreement: 0.5, testAccuracy: 1, testAgreement: 0.5 },
      { step: 20, loss: 0.5, agreement: 0.5, testAccuracy: 0.5, testAgreement: 1 },
    ]);
  });

  it("keeps sixteen points, first, last and the chosen one among them", () => {
    const steps = curve(course(101, { chosenStep: 350 })).points.map(({ step }) => step);
    expect(steps).toHaveLength(17);
    expect(steps[0]).toBe(10);
    expect(steps.at(-1)).toBe(1010);
    expect(steps).toContain(350);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });

  it("has null for what was not measured, and for a loss that is no number", () => {
    const [point] = curve(course(1, { loss: [Number.NaN] })).points;
    expect(point).toMatchObject({ loss: null, testAccuracy: null, testAgreement: null });
  });
});
