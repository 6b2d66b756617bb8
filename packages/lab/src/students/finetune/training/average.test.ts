import { describe, expect, it } from "vitest";
import { averageDecay, mix, teacherDecay } from "./average.js";

describe("averageDecay", () => {
  it("rises from 2/11 to the decay asked for, and stays", () => {
    expect([1, 2, 100].map((step) => averageDecay(0.9, step))).toEqual([2 / 11, 3 / 12, 0.9]);
    expect(averageDecay(0.1, 1)).toBe(0.1);
  });

  it("leaves next to nothing of the weights before training after 48 steps at .999", () => {
    // 2/11 * 3/12 * ... * 49/58 = 10! / (50 * 51 * ... * 58) = 9.4e-10; .999^48 would leave .953.
    let left = 1;
    for (let step = 1; step <= 48; step++) left *= averageDecay(0.999, step);
    let expected = 3_628_800;
    for (let factor = 50; factor <= 58; factor++) expected /= factor;
    expect(left / expected).toBeCloseTo(1, 10);
    expect(left).toBeLessThan(1e-9);
  });
});

describe("teacherDecay", () => {
  it("makes the true average of all weights so far, until the decay is smaller", () => {
    // After steps 1 to 3: (5 + 1 + 3 + 7) / 4.
    const average = Float32Array.of(5);
    [1, 3, 7].forEach((now, i) => {
      mix(average, Float32Array.of(now), teacherDecay(0.999, i + 1));
    });
    expect(average[0]).toBeCloseTo(4, 6);
    expect([1, 3, 4, 100].map((step) => teacherDecay(0.75, step))).toEqual([0.5, 0.75, 0.75, 0.75]);
    expect(teacherDecay(0, 1)).toBe(0);
  });
});
