import { describe, expect, it } from "vitest";
import { median } from "./middle.js";

describe("median", () => {
  it("is the middle, or the mean of the two there", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });

  it("is without bound where both in the middle are, on the same side", () => {
    const high = Number.POSITIVE_INFINITY;
    expect(median([0, high, high, high])).toBe(high);
  });
});
