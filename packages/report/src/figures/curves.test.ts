import type { Curve } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { meanCurve } from "./curves.js";

const curve = (seed: number, points: readonly (readonly [number, number | null])[]): Curve => ({
  role: "student",
  seed,
  chosenStep: null,
  points: points.map(([step, testAccuracy]) => ({
    step,
    loss: null,
    agreement: null,
    testAccuracy,
    testAgreement: null,
  })),
});

describe("meanCurve", () => {
  it("is the mean over seeds where all of them have a value", () => {
    const one = curve(0, [
      [10, 0.5],
      [20, 0.7],
      [30, 0.9],
    ]);
    const two = curve(1, [
      [10, 0.7],
      [20, 0.9],
      [40, 0.1],
    ]);
    const means = meanCurve([two, one, curve(2, [[10, null]])], "testAccuracy");
    expect(means.map(([step, value]) => [step, value.toFixed(6)])).toEqual([
      [10, "0.600000"],
      [20, "0.800000"],
    ]);
    expect(meanCurve([one], "agreement")).toEqual([]);
  });

  it("takes every step where seeds share none", () => {
    const apart = [curve(0, [[10, 0.5]]), curve(1, [[20, 0.75]])];
    expect(meanCurve(apart, "testAccuracy")).toEqual([
      [10, 0.5],
      [20, 0.75],
    ]);
  });
});
