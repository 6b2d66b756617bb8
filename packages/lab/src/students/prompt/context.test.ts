import { describe, expect, it } from "vitest";
import { labelTokens } from "./context.js";
import { promptRecipe } from "./recipe.js";

/** As a vocabulary that puts a blank before a text: what a word is depends on what is before it. */
const tokenizer = {
  following: (piece: string) => Int32Array.of(piece.length),
  continued: (text: string, piece: string) => ({
    text: Int32Array.of(0),
    continuation: Int32Array.of(100 * text.length + piece.length),
  }),
};

describe("labelTokens", () => {
  it("are those behind what the template has before a label, its blanks with the word", () => {
    const tokens = (template: string) =>
      labelTokens(promptRecipe({ template }), ["bad", "good"], tokenizer, "a model");
    expect(tokens("{text}: {label}")).toEqual([104, 105]);
    expect(tokens("Review: {text}\nSentiment:  {label}")).toEqual([1105, 1106]);
    expect(tokens("{text}\n{label}")).toEqual([103, 104]);
    expect(tokens("{text} {label}")).toEqual([4, 5]);
    expect(tokens("{text}{label}")).toEqual([3, 4]);
  });
});
