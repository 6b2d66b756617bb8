import { describe, expect, it } from "vitest";
import { once } from "./once.js";

describe("once", () => {
  it("makes what is not known of a key, and gives that from then on", () => {
    const known = new Map<string, number[]>();
    let made = 0;
    const make = () => [++made];
    const first = once(known, "a", make);
    expect(once(known, "a", make)).toBe(first);
    expect(once(known, "b", make)).toEqual([2]);
    expect([...known]).toEqual([
      ["a", [1]],
      ["b", [2]],
    ]);
  });

  it("keeps what is false in itself, and nothing of what fails", () => {
    const known = new Map<string, number>([["zero", 0]]);
    expect(once(known, "zero", () => 1)).toBe(0);
    const failing = () => {
      throw new Error("no");
    };
    expect(() => once(known, "other", failing)).toThrow("no");
    expect(known.has("other")).toBe(false);
  });
});
