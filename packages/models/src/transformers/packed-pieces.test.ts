import { input, ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { packTexts } from "./pack-texts.js";
import { packedInputs } from "./packed-batch.js";
import { packedPieces } from "./packed-pieces.js";

const buckets = 2;
const texts = [5, 2, 7, 2, 12, 1].map((length, text) => new Int32Array(length).fill(text + 1));
const tokens = texts.reduce((sum, { length }) => sum + length, 0);
const counting = (rows: number) =>
  Float32Array.from({ length: 2 * rows }, (_, i) => Math.floor(i / 2));
const batch = {
  ...packTexts(texts, buckets),
  states: ndarray(counting(tokens), [tokens, 2]),
  marks: ndarray(counting(texts.length), [texts.length, 2]),
  labels: ndarray(new Float32Array(3), [3]),
};
const signature = {
  ...packedInputs(buckets),
  states: input("float32", ["tokens", 2]),
  marks: input("float32", ["texts", 2]),
  labels: input("float32", ["examples"]),
};
const cut = (most: number) => packedPieces(batch, signature, { buckets, tokens: most });
const textsIn = (most: number) =>
  cut(most).map(({ inputs }) => [...new Set(inputs.ids!.data as Int32Array)].join(" "));

describe("pieces of a packed batch", () => {
  it("hold whole texts in their order, at most so many tokens, or one text that is longer", () => {
    expect(textsIn(100)).toEqual(["1 2 3 4 5 6"]);
    expect(textsIn(16)).toEqual(["1 2 3 4", "5 6"]);
    expect(textsIn(9)).toEqual(["1 2", "3 4", "5", "6"]);
    expect(textsIn(1)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("have the batch's rows once each, and their own of what is given by token or text", () => {
    const pieces = cut(9);
    expect(pieces.map(({ from, to }) => [from, to])).toEqual([
      [0, 7],
      [7, 16],
      [16, 28],
      [28, 29],
    ]);
    const [, second] = pieces;
    expect([...second!.inputs.states!.data].filter((_, i) => i % 2)).toEqual([
      7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]);
    expect([...second!.inputs.marks!.data]).toEqual([2, 2, 3, 3]);
    expect(second!.inputs.labels).toBe(batch.labels);
    expect(second!.inputs).toMatchObject(packTexts(texts.slice(2, 4), buckets));
  });
});
