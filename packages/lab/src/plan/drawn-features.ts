// Features without a model: the numbers that stand in a text. For demonstrations and tests.

import { InputError, type NdArray, ndarray } from "@w2s/grad";
import { random } from "../random.js";
import type { DrawnFeatures } from "../study/index.js";

/**
 * The first `sees` numbers of each text, with noise that the text itself decides: `[texts, sees]`.
 * @throws InputError for a text with fewer numbers
 */
export function drawFeatures({ sees, noise }: DrawnFeatures, texts: readonly string[]): NdArray<"float32"> {
  const data = new Float32Array(texts.length * sees);
  texts.forEach((text, i) => {
    const numbers = text.match(/-?\d+(\.\d+)?/g) ?? [];
    if (numbers.length < sees) {
      throw new InputError(`drawn features: text ${i + 1} must hold at least ${sees} numbers, got ${numbers.length}`);
    }
    const stream = random(0, `drawn/${text}`);
    for (let j = 0; j < sees; j++) data[i * sees + j] = Number(numbers[j]) + noise * stream.normal();
  });
  return ndarray(data, [texts.length, sees]);
}
