// Features without a model: every word has a random vector, a text is the mean of its words'. For
// demonstrations and tests. Wider vectors tell more words apart, so that a wider stand-in is a
// stronger one.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import { random } from "../random.js";
import type { DrawnFeatures } from "./source.js";

/**
 * Features `[texts, width]` of unit scale: random projections of each text's bag of words, and
 * noise that the text itself decides. Every width has word vectors of its own. The same text always
 * has the same features.
 * @throws InputError for a text without a word
 */
export function drawFeatures(
  { width, noise }: Pick<DrawnFeatures, "width" | "noise">,
  texts: readonly string[],
): NdArray<"float32"> {
  const vectors = new Map<string, Float64Array>();
  const vectorOf = (word: string): Float64Array => {
    const known = vectors.get(word);
    if (known) return known;
    const stream = random(width, `drawn/word/${word}`);
    const vector = Float64Array.from({ length: width }, stream.normal);
    vectors.set(word, vector);
    return vector;
  };
  const data = new Float32Array(texts.length * width);
  texts.forEach((text, i) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu);
    if (!words) throw new InputError(`drawn features: text ${i + 1} has no word`);
    const stream = random(width, `drawn/text/${text}`);
    const scale = 1 / Math.sqrt(words.length);
    for (const word of words) {
      const vector = vectorOf(word);
      for (let j = 0; j < width; j++) data[i * width + j]! += scale * vector[j]!;
    }
    for (let j = 0; noise > 0 && j < width; j++) data[i * width + j]! += noise * stream.normal();
  });
  return ndarray(data, [texts.length, width]);
}
