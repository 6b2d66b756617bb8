// Questions and answers as a language model's tokens: what it reads, what it learns to say, and
// what it said.

import type { Model } from "@w2s/models";

/** Most tokens of an answer that are said, where a recipe does not say: a line or two. */
export const usualAnswerTokens = 32;

/** A model's way with words. */
export interface Speech {
  /** A question's tokens, and whether its beginning was cut to leave room for an answer. */
  asked(question: string): { readonly ids: Int32Array; readonly isCut: boolean };
  /** An answer's tokens after that question, with the token that ends a text where they fit. */
  taught(question: string, answer: string): Int32Array;
  /** Whether what was said is whole: its last token ends a text. */
  isOver(said: readonly number[]): boolean;
  /** What was said, as text. */
  heard(said: readonly number[]): string;
}

/**
 * @param end the token that ends an answer
 * @param most tokens of an answer, the end included
 * @param maxTokens of a question and its answer; default: the model's context
 */
export function speechOf(
  model: Pick<Model, "tokenizer" | "ends">,
  end: number,
  most: number,
  maxTokens?: number,
): Speech {
  const { start, piece, following, decode, maxLength } = model.tokenizer(maxTokens);
  const ends = new Set(model.ends());
  // The last token that is said is not read.
  const room = Math.max(1, maxLength - (most - 1) - start.length);
  return {
    asked(question) {
      const ids = piece(question);
      const kept = ids.length > room ? ids.subarray(ids.length - room) : ids;
      return { ids: Int32Array.of(...start, ...kept), isCut: kept !== ids };
    },
    taught(question, answer) {
      const blank = /\s$/.test(question) ? "" : " ";
      const ids = answer === "" ? [] : following(`${blank}${answer}`);
      return Int32Array.from([...ids, end].slice(0, most));
    },
    isOver: (said) => ends.has(said.at(-1)!),
    heard: (said) => decode(said.filter((id) => !ends.has(id))).trim(),
  };
}
