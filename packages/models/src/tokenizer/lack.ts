// What a vocabulary knows nothing of: a model that reads texts as one unknown token after another
// tells nothing of them.

import { count } from "@w2s/base";
import type { Encoding } from "./tokenizer.js";

/** Share of unknown tokens that is worth a word. */
const MANY = 0.2;

/**
 * What is lost of texts, as the end of a line; undefined where most of them is known.
 * @param unknown the tokenizer's token for what it does not know
 */
export function lackOf(
  texts: readonly string[],
  encodings: readonly Pick<Encoding, "ids">[],
  unknown: number | undefined,
): string | undefined {
  const [first] = encodings;
  const isSame = ({ ids }: Pick<Encoding, "ids">) =>
    ids.length === first!.ids.length && ids.every((id, i) => id === first!.ids[i]);
  if (new Set(texts).size > 1 && encodings.every(isSame)) {
    return `all ${count(texts.length)} texts are the same tokens to its vocabulary`;
  }
  const tokens = encodings.reduce((sum, { ids }) => sum + ids.length, 0);
  const lost = encodings.reduce(
    (sum, { ids }) => sum + ids.filter((id) => id === unknown).length,
    0,
  );
  if (unknown === undefined || lost <= MANY * tokens) return undefined;
  return `${count(lost)} of ${count(tokens)} tokens of the texts are unknown to its vocabulary`;
}
