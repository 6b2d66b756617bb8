import { describe, expect, it } from "vitest";
import { didYouMean } from "./suggest.js";

describe("didYouMean", () => {
  it("names the nearest known word", () => {
    expect(didYouMean("confidance", ["naive", "confidence"])).toBe('; did you mean "confidence"?');
  });

  it("knows swapped letters", () => {
    expect(didYouMean("lable", ["text", "label"])).toBe('; did you mean "label"?');
    expect(didYouMean("tset", ["test", "validation"])).toBe('; did you mean "test"?');
  });

  it("ignores capitals", () => {
    expect(didYouMean("LABEL", ["text", "label"])).toBe('; did you mean "label"?');
  });

  it("is empty when nothing is near", () => {
    expect(didYouMean("debate", ["naive", "confidence"])).toBe("");
    expect(didYouMean("a", ["b", "text"])).toBe("");
    expect(didYouMean("a", [])).toBe("");
  });
});
