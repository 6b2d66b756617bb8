import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { calibrationError } from "./calibration-error.js";

const binary = (...ones: number[]) =>
  ndarray(Float32Array.from(ones.flatMap((one) => [1 - one, one])), [ones.length, 2]);

describe("calibrationError", () => {
  it("weighs each bin's distance between accuracy and confidence by its share", () => {
    // Confidences .75 (two rows: one right, one wrong) and .875 (two rows, both right), in bins 12
    // and 14 of 15: 2/4 |1/2 - .75| + 2/4 |1 - .875| = .125 + .0625.
    expect(
      calibrationError(binary(0.75, 0.25, 0.875, 0.125), Int32Array.of(1, 1, 1, 0)),
    ).toBeCloseTo(0.1875, 12);
  });

  it("is 0 when confidence matches accuracy in every bin", () => {
    // Confidence .75 four times, right three times.
    expect(calibrationError(binary(0.75, 0.75, 0.75, 0.75), Int32Array.of(1, 1, 1, 0))).toBe(0);
  });

  it("puts a confidence on a bin's edge in the lower bin", () => {
    // Two bins: .5 belongs to (0, .5], .75 to (.5, 1]. .5 predicts option 0 (right), .75 is wrong:
    // 1/2 |1 - .5| + 1/2 |0 - .75| = .625. In one bin it would be |1/2 - .625| = .125.
    expect(calibrationError(binary(0.5, 0.75), Int32Array.of(0, 0), 2)).toBeCloseTo(0.625, 12);
  });

  it("has float32 bounds: .6 is the end of a bin, not beyond it", () => {
    // In (8/15, 9/15] with .55, wrong and right: |1/2 - .575| = .075. Were .6 beyond 9/15, each row
    // were a bin of its own: 1/2 |0 - .6| + 1/2 |1 - .55| = .525.
    expect(calibrationError(binary(0.6, 0.55), Int32Array.of(0, 1))).toBeCloseTo(0.075, 6);
  });
});
