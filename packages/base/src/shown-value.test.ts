import { describe, expect, it } from "vitest";
import { shownValue } from "./shown-value.js";

describe("shownValue", () => {
  it("quotes texts, cuts long ones, and calls what is larger by its kind", () => {
    const bytes = Uint8Array.of(1);
    expect(["a\nb", 0.5, null, undefined, [1], { a: 1 }, bytes, () => 1].map(shownValue)).toEqual([
      '"a\\nb"',
      "0.5",
      "null",
      "nothing",
      "a list",
      "an object",
      "bytes",
      "a function",
    ]);
    expect(shownValue("x".repeat(41))).toBe(`"${"x".repeat(40)}..."`);
  });
});
