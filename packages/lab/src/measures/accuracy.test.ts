import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { accuracy, correct } from "./accuracy.js";

describe("accuracy", () => {
  const p = ndarray(Float32Array.of(0.9, 0.1, 0.5, 0.5, 0.2, 0.8, 0.6, 0.4), [4, 2]);

  it("is the share of right predictions, a tie going to the lower option", () => {
    // Predictions 0, 0 (tie), 1, 0: the first three are right.
    expect(accuracy(p, Int32Array.of(0, 0, 1, 1))).toBe(3 / 4);
    expect([...correct(p, Int32Array.of(0, 1, 1, 1))]).toEqual([1, 0, 1, 0]);
  });
});
