// Texts as token ids, once for all steps of a task that read them with one model.

import type { Encoding, Tokenizer } from "@w2s/models";

const known = new WeakMap<readonly string[], Map<string, readonly Encoding[]>>();

/** The encodings of a list of texts, remembered as long as the list is. */
export function encodedTexts(
  model: { readonly fingerprint: string; tokenizer(maxTokens?: number): Pick<Tokenizer, "encode"> },
  texts: readonly string[],
  maxTokens: number | undefined,
): readonly Encoding[] {
  const ofTexts = known.get(texts) ?? new Map<string, readonly Encoding[]>();
  known.set(texts, ofTexts);
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
 * How many of the texts were cut, the first time that it is asked of a list; then 0, so that trials
 * that share it tell once.
 */
export function newlyTruncated(encodings: readonly Encoding[]): number {
  if (told.has(encodings)) return 0;
  told.add(encodings);
  return encodings.filter(({ truncated }) => truncated).length;
}
