import { describe, expect, it } from "vitest";
import { encodedTexts, newlyLost } from "./encoded-texts.js";

/** A tokenizer of one token a character that counts how often it is asked. */
function counting() {
  let asked = 0;
  const tokenizer = (maxTokens = 5) => ({
    maxLength: maxTokens,
    encode(text: string) {
      asked += 1;
      const ids = Int32Array.from(text.slice(0, maxTokens), (character) => character.charCodeAt(0));
      return { ids, truncated: text.length > maxTokens };
    },
  });
  return { model: { fingerprint: "f", tokenizer }, asked: () => asked };
}

describe("encodedTexts", () => {
  it("encodes a list once a model and limit, and tells once what was cut", () => {
    const { model, asked } = counting();
    const texts = ["abc", "abcdefgh", "abcdef"];
    const once = encodedTexts(model, texts, undefined);
    expect(encodedTexts(model, texts, undefined)).toBe(once);
    expect(asked()).toBe(3);
    const limits = { maxLength: 5, unknown: undefined };
    expect(newlyLost(texts, once, limits)).toEqual([
      "2 of 3 texts are longer than 5 tokens and were cut",
    ]);
    expect(newlyLost(texts, once, limits)).toEqual([]);
    expect(encodedTexts(model, texts, 7).map(({ truncated }) => truncated)).toEqual([
      false,
      true,
      false,
    ]);
    expect(asked()).toBe(6);
    expect(encodedTexts(model, [...texts], undefined)).not.toBe(once);
  });
});
