import { describe, expect, it } from "vitest";
import { didYouMean } from "./suggest.js";

describe("didYouMean", () => {
  it("names the nearest of what is known", () => {
    expect(didYouMean("lama", ["bert", "llama"])).toBe('; did you mean "llama"?');
    expect(didYouMean("all-minilm-l6-v2", ["all-MiniLM-L6-v2"])).toBe(
      '; did you mean "all-MiniLM-L6-v2"?',
    );
  });

  it("says nothing when nothing is near", () => {
    expect(didYouMean("mamba", ["bert", "llama"])).toBe("");
    expect(didYouMean("x", [])).toBe("");
  });
});
