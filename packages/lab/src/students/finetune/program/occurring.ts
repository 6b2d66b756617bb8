// Of a table with a row for every token, those rows alone that a task's texts name. The others get
// no gradient and, without decay, stay as they are, so that leaving them out changes nothing but
// the work: of MiniLM's 22 million parameters half are such a table.

import { InputError } from "@w2s/base";
import { type Arrays, ndarray, takeRows } from "@w2s/grad";
import type { FinetuneRecipe } from "../recipe.js";
import type { FinetuneData } from "../training/examples.js";
import type { Tuning } from "./tuning.js";

/** A tuning of the tokens that occur, and the same texts by those tokens' numbers. */
export interface Occurring {
  readonly tuning: Tuning;
  readonly ids: readonly Int32Array[];
  /** Trained values, with all rows again. */
  whole(trained: Arrays): Arrays;
}

/** Leaves all as it is where the table is not trained, or decays. */
export function occurringTokens(
  { model, ids }: Pick<FinetuneData, "model" | "ids">,
  tuning: Tuning,
  { weightDecay }: Pick<FinetuneRecipe, "weightDecay">,
): Occurring {
  const { table } = model.architecture.embedding;
  const type = tuning.trained[table];
  if (!type || weightDecay > 0) return { tuning, ids, whole: (trained) => trained };
  const [size, width] = type.shape as [number, number];
  const tokens = tokensOf(ids, size, model.name);
  const numbers = new Int32Array(size);
  tokens.forEach((token, number) => {
    numbers[token] = number;
  });
  return {
    tuning: {
      ...tuning,
      trained: { ...tuning.trained, [table]: { ...type, shape: [tokens.length, width] } },
      initial: () => {
        const values = tuning.initial();
        return { ...values, [table]: takeRows(values[table]!, tokens) };
      },
    },
    ids: ids.map((text) => text.map((token) => numbers[token]!)),
    whole: (trained) => {
      const all = (model.weights({ [table]: type.shape })[table]!.data as Float32Array).slice();
      tokens.forEach((token, number) => {
        const row = trained[table]!.data.subarray(
          number * width,
          (number + 1) * width,
        ) as Float32Array;
        all.set(row, token * width);
      });
      return { ...trained, [table]: ndarray(all, [size, width]) };
    },
  };
}

/**
 * The token ids that occur, ascending. @throws InputError for one that a table of `size` rows does
 * not have.
 */
function tokensOf(ids: readonly Int32Array[], size: number, model: string): Int32Array {
  const occurs = new Uint8Array(size);
  for (const [text, tokens] of ids.entries()) {
    for (const token of tokens) {
      if (!(token >= 0 && token < size)) {
        throw new InputError(
          `finetune: text ${text + 1} has token ${token}, but ${model} has embeddings of ` +
            `${size}; does the tokenizer belong to it?`,
        );
      }
      occurs[token] = 1;
    }
  }
  return Int32Array.from(occurs.keys()).filter((token) => occurs[token] === 1);
}
