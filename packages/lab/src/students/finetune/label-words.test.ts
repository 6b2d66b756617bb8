import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { tinyModel } from "../testing/tiny-student.js";
import { labelWordHead } from "./label-words.js";
import type { TunedModel } from "./tuning.js";

/** Five words of a language model of width 3. */
const matrix = ndarray(
  Float32Array.from({ length: 15 }, (_, i) => i),
  [5, 3],
);
const decoder = {
  ...tinyModel,
  name: "a decoder",
  architecture: { ...tinyModel.architecture, head: { shapes: { "lm.weight": [5, 3] }, matrix: "lm.weight" } },
  weights: () => ({ "lm.weight": matrix }),
} as unknown as TunedModel;

/** Digits are tokens 0 to 4, one a digit, between a first and a last special token. */
const tokenizer = {
  encode: (text: string) => ({ ids: Int32Array.from([9, ...Array.from(text, Number), 8]), truncated: false }),
};

describe("labelWordHead", () => {
  it("has the words' rows of the language model's head", () => {
    const head = labelWordHead(decoder, tokenizer, ["4", "1"], 2);
    expect([...head["student.weight"]!.data]).toEqual([12, 13, 14, 3, 4, 5]);
    expect(head["student.weight"]!.shape).toEqual([2, 3]);
    expect([...head["student.bias"]!.data]).toEqual([0, 0]);
  });

  it("refuses words that are not one token each, encoders, and the wrong number of words", () => {
    const refused: readonly (readonly [TunedModel, string[], string])[] = [
      [decoder, ["0", "12"], 'a label word must be one token of a decoder, got "12", which is 2 (ids 1, 2)'],
      [decoder, ["0"], '"labelWords" must be 2, one an option, got 1'],
      [decoder, ["0", "0"], '"labelWords" must differ, got ["0","0"]'],
      [tinyModel, ["0", "1"], "tiny is an encoder without one"],
    ];
    for (const [model, words, message] of refused) {
      expect(() => labelWordHead(model, tokenizer, words, 2)).toThrow(message);
    }
  });
});
