// The text of a prompt: instruction, labelled examples, and the text that is asked about, up to
// where its label would stand.

import { InputError } from "@w2s/base";
import type { Tokenizer } from "@w2s/models";
import type { PromptRecipe } from "./recipe.js";

/** A labelled example of the context. */
export interface Shot {
  readonly text: string;
  readonly word: string;
}

/**
 * The blank before a label belongs to its word: " good" is a token of its own in most vocabularies.
 */
function wordPieces(
  { template }: Pick<PromptRecipe, "template">,
  words: readonly string[],
): string[] {
  const blank = /[ ]*(?=\{label\}$)/.exec(template)![0];
  return words.map((word) => blank + word);
}

/** What comes before the label that is asked for. */
function promptText(recipe: PromptRecipe, shots: readonly Shot[], text: string): string {
  const fill = (example: string) => recipe.template.replace("{text}", () => example);
  const shown = shots.map((shot) => fill(shot.text).replace(/\{label\}$/, () => shot.word));
  const asked = fill(text).replace(/[ ]*\{label\}$/, "");
  const before = recipe.instruction === undefined ? [] : [recipe.instruction];
  return [...before, ...shown, asked].join(recipe.separator);
}

/** What stands between a text and its label; empty where that is blanks alone. */
function textBefore({ template }: Pick<PromptRecipe, "template">): string {
  const behind = template.slice(template.indexOf("{text}") + "{text}".length);
  return behind.replace(/[ ]*\{label\}$/, "");
}

/**
 * The one token of each label word, as it is behind what the template has before it.
 * @throws InputError for another number of words than options, a word of several tokens, and two
 * words of one token
 */
export function labelTokens(
  recipe: PromptRecipe,
  words: readonly string[],
  tokenizer: Pick<Tokenizer, "continued" | "following">,
  model: string,
): number[] {
  const before = textBefore(recipe);
  const tokens = wordPieces(recipe, words).map((word) => {
    const ids =
      before === "" ? tokenizer.following(word) : tokenizer.continued(before, word).continuation;
    if (ids.length === 1) return ids[0]!;
    throw new InputError(
      `prompt: a label word must be one token of ${model}, got ${JSON.stringify(word)}, which ` +
        `is ${ids.length} ` +
        `(ids ${[...ids].join(", ")}); choose others with labelWords`,
    );
  });
  const same = tokens.findIndex((token, i) => tokens.indexOf(token) < i);
  if (same < 0) return tokens;
  throw new InputError(
    `prompt: ${JSON.stringify(words[same])} is the same token of ${model} as another label ` +
      "word; choose others with labelWords",
  );
}

/**
 * Token ids of a prompt. Where it is longer than the model reads, the asked text is cut at its end,
 * by whole words, until it fits; `cut` says so.
 * @throws InputError when not even its first word fits
 */
export function promptIds(
  recipe: PromptRecipe,
  shots: readonly Shot[],
  text: string,
  { start, piece, maxLength }: Pick<Tokenizer, "start" | "piece" | "maxLength">,
): { readonly ids: Int32Array; readonly cut: boolean } {
  const idsOf = (asked: string) =>
    Int32Array.from([...start, ...piece(promptText(recipe, shots, asked))]);
  const whole = idsOf(text);
  if (whole.length <= maxLength) return { ids: whole, cut: false };
  const words = text.split(/(?<=\s)/);
  let [fits, tooMany] = [0, words.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (idsOf(words.slice(0, middle).join("").trimEnd()).length <= maxLength) fits = middle;
    else tooMany = middle;
  }
  if (fits > 0) return { ids: idsOf(words.slice(0, fits).join("").trimEnd()), cut: true };
  throw new InputError(
    `prompt: with ${shots.length} shots no room is left for a text among the ${maxLength} ` +
      "tokens that the model reads; use fewer shots",
  );
}
