import { describe, expect, it } from "vitest";
import { labelSmoothing, naive } from "./index.js";
import { binary, lossesOf } from "./testing/evaluate.js";

describe("labelSmoothing", () => {
  it("is the naive method with labels nearer to even odds", async () => {
    const odds = [2, -1, 0.3];
    // .9 label + .05
    const smoothed = await lossesOf(naive(), binary(odds, [0.95, 0.05, 0.41]));
    (await lossesOf(labelSmoothing(), binary(odds, [1, 0, 0.4]))).forEach((loss, i) => {
      expect(loss).toBeCloseTo(smoothed[i]!, 6);
    });
  });

  it("refuses a smoothing out of range", () => {
    expect(() => labelSmoothing({ smoothing: 1 })).toThrow(
      'label-smoothing: "smoothing" must be in [0, 1), got 1',
    );
  });
});
