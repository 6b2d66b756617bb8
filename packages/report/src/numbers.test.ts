import { describe, expect, it } from "vitest";
import { decimal, pgrText, scoreRange, scoreWithSpread } from "./numbers.js";

describe("decimal", () => {
  it("drops the leading zero, keeps the sign, and never writes minus zero", () => {
    expect([0.793, 1, 0, -0.05, 12.5, -1.25, -0.0001].map((value) => decimal(value, 2))).toEqual([
      ".79",
      "1.00",
      ".00",
      "-.05",
      "12.50",
      "-1.25",
      ".00",
    ]);
  });
});

describe("estimates", () => {
  it("show half the width of their interval, or its ends", () => {
    const estimate = { value: 0.799, low: 0.793, high: 0.805 };
    expect(scoreWithSpread(estimate)).toBe(".799 ± .006");
    expect(pgrText({ value: 0.13, low: -0.05, high: 0.31 })).toBe(".13 [-.05, .31]");
    expect(scoreRange([estimate, estimate])).toBe(".799");
    expect(scoreRange([estimate, { ...estimate, value: 0.501 }])).toBe(".501 to .799");
  });
});
