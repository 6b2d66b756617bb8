import { describe, expect, it } from "vitest";
import { learningRateAt } from "./rate.js";

describe("learningRateAt", () => {
  it("rises over the warm-up and falls to nothing, but never stands still", () => {
    const recipe = { learningRate: 2, schedule: "linear", warmup: 0.5 } as const;
    // Of 7 steps, at 1/8, 2/8, ... 7/8 of the schedule: the warm-up ends at 1/2.
    const rates = Array.from({ length: 7 }, (_, step) => learningRateAt(recipe, step, 7));
    expect(rates).toEqual([0.5, 1, 1.5, 2, 1.5, 1, 0.5]);
    expect(learningRateAt({ ...recipe, schedule: "constant", warmup: 0 }, 0, 7)).toBe(2);
  });
});
