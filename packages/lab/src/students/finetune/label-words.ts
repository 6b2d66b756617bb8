// A classifier's head as the paper starts it: for each option the row of one word in the language model's own head. So before any
// training the student answers as the language model would if it were asked for one of the words.
// Source: Burns et al. 2023, appendix A.2 (the words "0" and "1").

import { type Arrays, InputError, type NdArray, ndarray, zerosArray } from "@w2s/grad";
import type { Tokenizer } from "@w2s/models";
import type { TunedModel } from "./tuning.js";

/**
 * `student.weight: [options, d]`, the words' rows, and `student.bias`, zero.
 * @throws InputError for an encoder, which has no such head, another number of words than options, two equal words, and a word
 * that is not one token, naming its tokens.
 */
export function labelWordHead(
  model: TunedModel,
  tokenizer: Pick<Tokenizer, "encode">,
  words: readonly string[],
  options: number,
): Arrays {
  const { head } = model.architecture;
  if (head === null) {
    throw new InputError(
      `finetune: "labelWords" needs a language model's head, and ${model.name} is an encoder without one; leave it out`,
    );
  }
  if (words.length !== options) {
    throw new InputError(`finetune: "labelWords" must be ${options}, one an option, got ${words.length}`);
  }
  if (new Set(words).size < words.length) {
    throw new InputError(`finetune: "labelWords" must differ, got ${JSON.stringify(words)}`);
  }
  const tokens = words.map((word) => tokenOf(word, tokenizer, model.name));
  const shape = head.shapes[head.matrix] as readonly number[];
  const matrix = model.weights({ [head.matrix]: shape })[head.matrix]!;
  const width = shape[1]!;
  const rows = new Float32Array(options * width);
  tokens.forEach((token, k) => {
    rows.set((matrix.data as Float32Array).subarray(token * width, (token + 1) * width), k * width);
  });
  return {
    "student.weight": ndarray(rows, [options, width]) as NdArray,
    "student.bias": zerosArray("float32", [options]),
  };
}

/** The word's token, as the model meets it at the start of a text: a word within one is written with a blank before it. */
function tokenOf(word: string, tokenizer: Pick<Tokenizer, "encode">, model: string): number {
  const special = tokenizer.encode("").ids;
  const all = tokenizer.encode(word).ids;
  // Special tokens stand before or after the word's own.
  const before = commonStart(all, special);
  const own = Array.from(all.subarray(before, all.length - (special.length - before)));
  if (own.length === 1) return own[0]!;
  throw new InputError(
    `finetune: a label word must be one token of ${model}, got ${JSON.stringify(word)}, which is ${own.length} ` +
      `(ids ${own.join(", ")}); choose another word, or write it with a blank before it`,
  );
}

function commonStart(one: Int32Array, other: Int32Array): number {
  let i = 0;
  while (i < Math.min(one.length, other.length) && one[i] === other[i]) i++;
  return i;
}
