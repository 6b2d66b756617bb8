import { describe, expect, it } from "vitest";
import { shownUncalled, shownValue } from "./shown-value.js";

function naive(options = {}) {
  return options;
}
function drawn(width: number) {
  return width;
}

describe("shownUncalled", () => {
  it("says which call was forgotten, and that a promise waits", () => {
    expect(shownUncalled(naive)).toBe("a function; call it: naive()");
    expect(shownUncalled(drawn)).toBe("a function; call it: drawn(...)");
    expect(shownUncalled(Promise.resolve(1))).toBe("a promise; await it");
  });

  it("is shownValue of anything else, and of a function that has no name of its own", () => {
    expect([() => 1, 5, "x", undefined, {}].map((one) => shownUncalled(one))).toEqual([
      "a function",
      "5",
      '"x"',
      "nothing",
      "an object",
    ]);
    expect(shownUncalled(drawn, "drawn")).toBe("a function");
  });

  it("says of what kind something is that another call gives", () => {
    expect(shownUncalled({ kind: "drawn", width: 4 })).toBe('an object of kind "drawn"');
    expect(shownUncalled({ kind: 4 })).toBe("an object");
  });
});

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
    expect([new Map(), new Set(), new Date(0), /x/, Object.create(null)].map(shownValue)).toEqual([
      "a Map",
      "a Set",
      "a Date",
      "a RegExp",
      "an object",
    ]);
    expect(shownValue("x".repeat(41))).toBe(`"${"x".repeat(40)}..."`);
  });
});
