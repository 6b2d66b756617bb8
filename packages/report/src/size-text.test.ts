import { describe, expect, it } from "vitest";
import { flopText, parametersText } from "./size-text.js";

describe("parametersText", () => {
  it.each([
    [980, "980"],
    [1500, "1.5k"],
    [2000, "2k"],
    [28_400, "28k"],
    [999_600, "1M"],
    [134_515_008, "135M"],
    [7.24e9, "7.2B"],
  ])("writes %d as %s", (value, text) => {
    expect(parametersText(value)).toBe(text);
  });
});

describe("flopText", () => {
  it("writes powers of ten", () => {
    expect([3e9, 1.24e15, 9.96e11].map(flopText)).toEqual(["3e9", "1.2e15", "1e12"]);
  });
});
