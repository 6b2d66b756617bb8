import { describe, expect, it } from "vitest";
import { percentileInterval } from "./interval.js";

describe("percentileInterval", () => {
  /** 0..99 in some order. */
  const hundred = Float64Array.from({ length: 100 }, (_, index) => (index * 37) % 100);

  it("leaves floor(B (1 - confidence) / 2) values outside on each side", () => {
    // 95% of 100: floor(2.5) = 2 on each side, so the bounds are 2 and 97; 90%: 5, so 5 and 94.
    expect(percentileInterval(50, hundred, 0.95)).toEqual({ value: 50, low: 2, high: 97 });
    expect(percentileInterval(50, hundred, 0.9)).toEqual({ value: 50, low: 5, high: 94 });
  });

  it("leaves out resamples without a value", () => {
    const values = Float64Array.of(Number.NaN, 3, 1, Number.NaN, 2);
    expect(percentileInterval(2, values, 0.95)).toEqual({ value: 2, low: 1, high: 3 });
  });

  it("does not change its input", () => {
    const values = Float64Array.of(3, 1, 2);
    percentileInterval(2, values, 0.5);
    expect([...values]).toEqual([3, 1, 2]);
  });
});
