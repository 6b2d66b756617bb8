// Texts as token ids, once for all steps of a task that read them with one model.

import { type Encoding, lackOf, type Tokenizer } from "@w2s/models";
import { once } from "../once.js";

const known = new WeakMap<readonly string[], Map<string, readonly Encoding[]>>();

/** The encodings of a list of texts, remembered as long as the list is. */
export function encodedTexts(
  model: { readonly fingerprint: string; tokenizer(maxTokens?: number): Pick<Tokenizer, "encode"> },
  texts: readonly string[],
  maxTokens: number | undefined,
): readonly Encoding[] {
  const ofTexts = once(known, texts, () => new Map<string, readonly Encoding[]>());
  const key = `${model.fingerprint} ${maxTokens}`;
  const found = ofTexts.get(key);
  if (found) return found;
  const tokenizer = model.tokenizer(maxTokens);
  const encodings = texts.map((text) => tokenizer.encode(text));
  ofTexts.set(key, encodings);
  return encodings;
}

const told = new WeakSet<readonly Encoding[]>();

/**
 * What was lost of texts, a line each: what was cut, and what the vocabulary does not know. Said
 * the first time that it is asked of a list, so that trials that share it tell once.
 */
export function newlyLost(
  texts: readonly string[],
  encodings: readonly Encoding[],
  { maxLength, unknown }: Pick<Tokenizer, "maxLength" | "unknown">,
): string[] {
  if (told.has(encodings)) return [];
  told.add(encodings);
  const cut = encodings.filter(({ truncated }) => truncated).length;
  const lack = lackOf(texts, encodings, unknown);
  return [
    ...(cut === 0
      ? []
      : [`${cut} of ${texts.length} texts are longer than ${maxLength} tokens and were cut`]),
    ...(lack === undefined ? [] : [lack]),
  ];
}
