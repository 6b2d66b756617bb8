import { describe, expect, it } from "vitest";
import { didYouMean } from "./did-you-mean.js";

describe("didYouMean", () => {
  it("names the nearest known word", () => {
    expect(didYouMean("confidance", ["naive", "confidence"])).toBe('; did you mean "confidence"?');
  });

  it("knows swapped letters", () => {
    expect(didYouMean("lable", ["text", "label"])).toBe('; did you mean "label"?');
    expect(didYouMean("tset", ["test", "validation"])).toBe('; did you mean "test"?');
  });

  it("allows a long name more differences than a short one", () => {
    // Four edits of sixteen letters; four of nine would be more than a third.
    expect(didYouMean("all-minilm-v2", ["all-MiniLM-L6-v2"])).toBe(
      '; did you mean "all-MiniLM-L6-v2"?',
    );
    expect(didYouMean("minilm-v2", ["gemini-v2b"])).toBe("");
  });

  it("ignores capitals", () => {
    expect(didYouMean("LABEL", ["text", "label"])).toBe('; did you mean "label"?');
  });

  it("is empty when nothing is near", () => {
    expect(didYouMean("debate", ["naive", "confidence"])).toBe("");
    expect(didYouMean("mamba", ["bert", "llama"])).toBe("");
    expect(didYouMean("a", ["b", "text"])).toBe("");
    expect(didYouMean("a", [])).toBe("");
  });
});
