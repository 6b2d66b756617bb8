// What turns words into ids: the "model" of tokenizer.json.

import { InputError } from "@w2s/base";

/** A vocabulary with the way that a word is put together from it. */
export interface Vocabulary {
  /** The ids of a word. @throws InputError for one that has none */
  idsOf(word: string): readonly number[];
  /** Cuts words further, where the ids of the parts are those of the whole. */
  readonly parts?: RegExp;
  idOf(token: string): number | undefined;
  tokenOf(id: number): string | undefined;
  readonly size: number;
}

/** Tokens' ids. @throws InputError for what is no object of whole numbers from 0 */
export function idsByToken(place: string, vocab: unknown): Map<string, number> {
  if (typeof vocab !== "object" || vocab === null || Array.isArray(vocab)) {
    throw new InputError(`${place}: "vocab" must be an object of ids by token`);
  }
  const ids = new Map<string, number>();
  for (const [token, id] of Object.entries(vocab)) {
    if (!(Number.isInteger(id) && id >= 0)) {
      throw new InputError(
        `${place}: an id must be a whole number from 0, got ${JSON.stringify(id)} for ` +
          `${JSON.stringify(token.slice(0, 60))}`,
      );
    }
    ids.set(token, id);
  }
  return ids;
}

/** Finds tokens by their ids; the list is made when one is first asked for. */
export function tokensById(ids: ReadonlyMap<string, number>): (id: number) => string | undefined {
  let tokens: ReadonlyMap<number, string> | undefined;
  return (id) => {
    tokens ??= new Map(Array.from(ids, ([token, own]) => [own, token]));
    return tokens.get(id);
  };
}

/** At most so many words are remembered, and none longer than this. */
const [MOST, LONGEST] = [65_536, 64];

/** Adds a word's ids to a list, and remembers those of short words. */
export function remembering(
  idsOf: (word: string) => readonly number[],
): (word: string, ids: number[]) => void {
  const known = new Map<string, readonly number[]>();
  return (word, ids) => {
    let found = known.get(word);
    if (found === undefined) {
      found = idsOf(word);
      if (word.length <= LONGEST) {
        if (known.size >= MOST) known.clear();
        known.set(word, found);
      }
    }
    for (let i = 0; i < found.length; i++) ids.push(found[i]!);
  };
}

/** The id of the token for what is unknown. @throws InputError where there is none */
export function unknownId(
  place: string,
  ids: ReadonlyMap<string, number>,
  token: string,
): () => number {
  return () => {
    const id = ids.get(token);
    if (id !== undefined) return id;
    throw new InputError(
      `${place}: a text has what the vocabulary has not, and its token for that, ` +
        `${JSON.stringify(token)}, is not in it; take another model`,
    );
  };
}
