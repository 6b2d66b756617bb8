import { describe, expect, it } from "vitest";
import { pgr } from "./pgr.js";

describe("pgr", () => {
  it("is the recovered share of the gap", () => {
    // (.75 - .5) / (1 - .5)
    expect(pgr(0.5, 0.75, 1)).toBe(0.5);
    expect(pgr(0.5, 0.5, 1)).toBe(0);
    expect(pgr(0.5, 0.25, 1)).toBe(-0.5);
    expect(pgr(0.5, 1, 0.75)).toBe(2);
  });

  it("is null when the ceiling does not exceed the supervisor", () => {
    expect(pgr(0.5, 0.75, 0.5)).toBeNull();
    expect(pgr(0.75, 0.875, 0.5)).toBeNull();
  });
});
