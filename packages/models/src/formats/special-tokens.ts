// Parts of a tokenizer.json that is made of other files: tokens found whole in a text, and those
// that stand around one.

export interface SpecialToken {
  readonly id: number;
  readonly content: string;
}

/** A token that is found in a text as it is. */
export function addedToken({ id, content }: SpecialToken, special = true) {
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return { ...plain, id, content, special };
}

/** What stands before and after every text. */
export function template(before: SpecialToken | null, after: SpecialToken | null) {
  const specials = [before, after].filter((token) => token !== null);
  const piece = (token: SpecialToken | null) =>
    token ? [{ SpecialToken: { id: token.content, type_id: 0 } }] : [];
  return {
    type: "TemplateProcessing",
    single: [...piece(before), { Sequence: { id: "A", type_id: 0 } }, ...piece(after)],
    pair: [],
    special_tokens: Object.fromEntries(
      specials.map(({ id, content }) => [content, { id: content, ids: [id], tokens: [content] }]),
    ),
  };
}
