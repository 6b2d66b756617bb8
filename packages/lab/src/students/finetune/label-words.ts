// A classifier's head as the paper starts it: for each option the row of one word in the language
// model's own head. So before any training the student answers as the language model would if it
// were asked for one of the words. Source: Burns et al. 2023, appendix A.1 (the words "0" and "1").

import { InputError } from "@w2s/base";
import { type Arrays, takeRows, zerosArray } from "@w2s/grad";
import type { Tokenizer } from "@w2s/models";
import type { TunedModel } from "./program/tuning.js";

/**
 * `student.weight: [options, d]`, the words' rows, and `student.bias`, zero.
 * @throws InputError for an encoder, which has no such head, a head that projects the last layer
 * first (OPT 350M's), another number of words than options, two equal words, and a word that is not
 * one token that the model knows, naming its tokens.
 */
export function labelWordHead(
  model: TunedModel,
  tokenizer: Pick<Tokenizer, "following">,
  words: readonly string[],
  options: number,
): Arrays {
  const { head } = model.architecture;
  if (head === null) {
    throw new InputError(
      `finetune: "labelWords" needs a language model's head, and ${model.name} is an encoder ` +
        "without one; leave it out",
    );
  }
  if (words.length !== options) {
    throw new InputError(
      `finetune: "labelWords" must be ${options}, one an option, got ${words.length}`,
    );
  }
  if (new Set(words).size < words.length) {
    throw new InputError(`finetune: "labelWords" must differ, got ${JSON.stringify(words)}`);
  }
  const tokens = words.map((word) => tokenOf(word, tokenizer, model.name));
  const shape = head.shapes[head.matrix] as readonly number[];
  if (shape[1] !== model.width) {
    throw new InputError(
      `finetune: "labelWords" needs a head that reads the last layer itself, and ${model.name} ` +
        `projects it from ${model.width} to ${shape[1]} numbers first; leave it out`,
    );
  }
  const matrix = model.weights({ [head.matrix]: shape })[head.matrix]!;
  return {
    "student.weight": takeRows(matrix, tokens),
    "student.bias": zerosArray("float32", [options]),
  };
}

/** A character that no vocabulary has: Unicode keeps it for private use. */
const unknown = "\u{f8ff}";

/**
 * The word's token behind a text, as it stands there: a vocabulary's own blank before a text is no
 * part of it.
 */
function tokenOf(word: string, tokenizer: Pick<Tokenizer, "following">, model: string): number {
  const ids = Array.from(tokenizer.following(word));
  const shown = JSON.stringify(word);
  const unknownIds = tokenizer.following(unknown);
  if (ids.length === 1 && unknownIds.length === 1 && ids[0] === unknownIds[0]) {
    throw new InputError(
      `finetune: a label word must be a token of ${model}, and it does not know ${shown}; ` +
        "choose another",
    );
  }
  if (ids.length === 1) return ids[0]!;
  const other = word.startsWith(" ") ? word.trimStart() : ` ${word}`;
  const helps = tokenizer.following(other).length === 1;
  throw new InputError(
    `finetune: a label word must be one token of ${model}, got ${shown}, which is ${ids.length} ` +
      `(ids ${ids.join(", ")}); ` +
      (helps ? `${JSON.stringify(other)} is one` : "choose another word"),
  );
}
