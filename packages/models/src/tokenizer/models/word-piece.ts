// WordPiece: the longest token from the left, again and again; BERT's way.

import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import { idsByToken, tokensById, unknownId, type Vocabulary } from "./vocabulary.js";

const schema = z.looseObject({
  vocab: z.unknown(),
  unk_token: z.string().default("[UNK]"),
  continuing_subword_prefix: z.string().default("##"),
  max_input_chars_per_word: z.int().nonnegative().default(100),
});

export function wordPiece(part: TokenizerPart): Vocabulary {
  const config = fields(part, schema);
  const ids = idsByToken(part.place, config.vocab);
  const unknown = unknownId(part.place, ids, config.unk_token);
  const [prefix, most] = [config.continuing_subword_prefix, config.max_input_chars_per_word];
  let longest = 0;
  for (const token of ids.keys()) longest = Math.max(longest, token.length);

  function idsOf(word: string): readonly number[] {
    if (word.length > most && [...word].length > most) return [unknown()];
    const found: number[] = [];
    for (let start = 0; start < word.length; ) {
      let end = Math.min(word.length, start + longest);
      let id: number | undefined;
      for (; end > start; end--) {
        const piece = word.slice(start, end);
        id = ids.get(start > 0 ? prefix + piece : piece);
        if (id !== undefined) break;
      }
      if (id === undefined) return [unknown()];
      found.push(id);
      start = end;
    }
    return found;
  }

  return { idsOf, idOf: (token) => ids.get(token), tokenOf: tokensById(ids), size: ids.size };
}
