import { InternalError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { hashOf, identityOf } from "./identity.js";

describe("identityOf", () => {
  it("is what plain values say of themselves, fields that are undefined left out", () => {
    const value = { a: [1, "x", null, true], b: undefined, c: { d: 0.5 } };
    expect(identityOf(value)).toEqual({ a: [1, "x", null, true], c: { d: 0.5 } });
  });

  it("puts something short in the place of what carries an identity, however deep", () => {
    const large = { identity: "abc", list: new Float32Array(3), run: () => 1 };
    expect(identityOf({ texts: large, all: [large] })).toEqual({ texts: "abc", all: ["abc"] });
  });

  it.each([
    ["a function", { loss: () => 1 }, "value.loss"],
    ["numbers in an array of their own", { rows: Int32Array.of(1) }, "value.rows"],
    ["a number that JSON cannot hold", { rates: [1, Number.NaN] }, "value.rates[1]"],
    ["an object of a class", { when: new Map() }, "value.when"],
    ["a bigint", { n: 1n }, "value.n"],
  ])("refuses %s, and says where it is", (_, value, where) => {
    expect(() => identityOf(value)).toThrow(InternalError);
    expect(() => identityOf(value)).toThrow(`a step's ${where} has no identity`);
  });
});

describe("hashOf", () => {
  it("is pinned: results in stores are named by it", () => {
    // sha256 of "2\n", then 1 and 2 as little-endian int32; and of "1\n", "2:ab".
    expect(hashOf([Int32Array.of(1, 2)])).toBe(
      "e0b45d1681f75f8e454b664c81885c997fc66a0221d85ad3415f3ad57d714fc0",
    );
    expect(hashOf([["ab"]])).toBe(
      "6bba1ea226c7f8834440eb4a9ab94d2d0d8b4c17b9b6b95a1ad30be28fd85996",
    );
  });

  it("tells apart how texts and lists are cut", () => {
    const hashes = [
      hashOf([["ab", "c"]]),
      hashOf([["a", "bc"]]),
      hashOf([["ab"], ["c"]]),
      hashOf([["abc"]]),
      hashOf([["1:a"], []]),
      hashOf([["a"], []]),
      hashOf([Int32Array.of(1, 2), Int32Array.of()]),
      hashOf([Int32Array.of(1), Int32Array.of(2)]),
      hashOf([Int32Array.of(2, 1)]),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("is that of the numbers alone, wherever they lie in memory", () => {
    const part = Int32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(hashOf([part])).toBe(hashOf([Int32Array.of(1, 2)]));
  });
});
