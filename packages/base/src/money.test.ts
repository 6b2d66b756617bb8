import { describe, expect, it } from "vitest";
import { money } from "./money.js";

describe("money", () => {
  it.each([
    [0, "0.00"],
    [0.031234, "0.0312"],
    [0.000004, "0.000004"],
    [1, "1.00"],
    [4.2, "4.20"],
    [1234.567, "1234.57"],
  ])("shows %d as %s", (amount, shown) => {
    expect(money(amount)).toBe(shown);
  });
});
