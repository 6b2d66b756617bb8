// What a decoder says after texts: greedy decoding from text to text.

import { InputError } from "@w2s/base";
import type { Runtime } from "@w2s/grad";
import type { Model } from "../model.js";
import { headOfDecoder, type ScoringModel } from "../scoring/questions.js";
import { decodeGreedily } from "./greedy.js";

/** How far `generate` goes, and what computes it. */
export interface GenerateOptions {
  readonly runtime: Runtime;
  /** Most tokens that are said after a prompt, a whole number of at least 1. */
  readonly maxTokens: number;
  /**
   * Texts that end what is said, and are left out of it: "\n". The model's own end of a text always
   * does. Default: none.
   */
  readonly stop?: readonly string[];
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of prompts done. */
  readonly onProgress?: (prompts: number) => void;
}

/** What was said after a prompt. */
export interface Generated {
  /** Without special tokens, and without what ended it. */
  readonly text: string;
  /** The tokens, with the one that ended the text. */
  readonly ids: Int32Array;
  /** Whether the text came to an end; false where `maxTokens` were said before it did. */
  readonly ended: boolean;
}

/**
 * What a decoder says after each prompt: the most probable next token, again and again. Prompts of
 * different lengths share batches, with the result that each has alone.
 * @throws InputError for an encoder, a prompt without a token, and one that with `maxTokens` more
 * is longer than the model's context; the signal's reason when aborted
 */
export async function generate(
  model: ScoringModel & Pick<Model, "tokenizer" | "ends">,
  prompts: readonly string[],
  { stop = [], maxTokens, ...options }: GenerateOptions,
): Promise<Generated[]> {
  headOfDecoder(model);
  if (!(Number.isInteger(maxTokens) && maxTokens >= 1)) {
    throw new InputError(
      `generate: maxTokens must be a whole number of at least 1, got ${maxTokens}`,
    );
  }
  const { start, piece, decode, maxLength } = model.tokenizer();
  const ends = new Set(model.ends());
  const encoded = prompts.map((prompt, i) =>
    fitting(Int32Array.of(...start, ...piece(prompt)), maxTokens, maxLength, `prompt ${i + 1}`),
  );
  const spoken = (ids: readonly number[]) => decode(ids.filter((id) => !ends.has(id)));
  const isOver = (ids: readonly number[]) =>
    ends.has(ids.at(-1)!) || (stop.length > 0 && cutAt(spoken(ids), stop) !== undefined);
  const said = await decodeGreedily(model, encoded, { ...options, maxTokens, isOver });
  return said.map((ids) => {
    const text = spoken(ids);
    return { text: cutAt(text, stop) ?? text, ids: Int32Array.from(ids), ended: isOver(ids) };
  });
}

/** A text before the first of the texts that end it; undefined where it has none of them. */
function cutAt(text: string, stop: readonly string[]): string | undefined {
  const places = stop.map((end) => text.indexOf(end)).filter((at) => at >= 0);
  return places.length > 0 ? text.slice(0, Math.min(...places)) : undefined;
}

/** The last token that is said is not read. */
function fitting(ids: Int32Array, more: number, most: number, label: string): Int32Array {
  if (ids.length === 0) throw new InputError(`generate: ${label} has no token to go on from`);
  if (ids.length + more - 1 <= most) return ids;
  throw new InputError(
    `generate: ${label} has ${ids.length} tokens, which leave no room for ${more} more in a ` +
      `context of ${most}; shorten it, or ask for fewer`,
  );
}
