import { describe, expect, it } from "vitest";
import { didYouMean } from "./suggest.js";

describe("didYouMean", () => {
  it("names the nearest known word", () => {
    expect(didYouMean("confidance", ["naive", "confidence"])).toBe('; did you mean "confidence"?');
  });

  it("ignores capitals", () => {
    expect(didYouMean("LABEL", ["text", "label"])).toBe('; did you mean "label"?');
  });

  it("is empty when nothing is near", () => {
    expect(didYouMean("debate", ["naive", "confidence"])).toBe("");
    expect(didYouMean("a", ["text", "label"])).toBe("");
    expect(didYouMean("a", [])).toBe("");
  });
});
