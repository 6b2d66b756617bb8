import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { drawn, joined } from "./index.js";

describe("drawn", () => {
  it.each([1e9, 65_537, 2.5, 0, -1, Number.NaN, "64", undefined])(
    "refuses %s features",
    (width) => {
      expect(() => drawn(width as never)).toThrow(InputError);
      expect(() => drawn(width as never)).toThrow(
        /^drawn: width must be a whole number from 1 to 65536, got /,
      );
    },
  );

  it("takes as many as there may be", () => {
    expect(drawn(65_536).width).toBe(65_536);
  });
});

describe("joined", () => {
  it("refuses what has no features, by its place", () => {
    expect(() => joined(drawn(4), "MiniLM" as never)).toThrow(
      "joined: source 1 needs features, such as model(...), model(...).layer(k) or drawn(...), " +
        'got "MiniLM"; write model("MiniLM")',
    );
  });
});
