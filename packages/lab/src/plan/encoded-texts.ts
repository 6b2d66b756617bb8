// Texts as token ids, once for all steps of a task that read them with one model.

import type { Encoding, Model } from "@w2s/models";

const known = new WeakMap<readonly string[], Map<string, readonly Encoding[]>>();

/** The encodings of a list of texts, remembered as long as the list is. */
export function encodedTexts(
  model: Pick<Model, "fingerprint" | "tokenizer">,
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
