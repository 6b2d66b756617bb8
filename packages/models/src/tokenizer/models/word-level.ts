// A token a word.

import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import { idsByToken, tokensById, unknownId, type Vocabulary } from "./vocabulary.js";

const schema = z.looseObject({ vocab: z.unknown(), unk_token: z.string().default("<unk>") });

export function wordLevel(part: TokenizerPart): Vocabulary {
  const { vocab, unk_token } = fields(part, schema);
  const ids = idsByToken(part.place, vocab);
  const unknown = unknownId(part.place, ids, unk_token);
  return {
    idsOf: (word) => [ids.get(word) ?? unknown()],
    idOf: (token) => ids.get(token),
    tokenOf: tokensById(ids),
    size: ids.size,
  };
}
