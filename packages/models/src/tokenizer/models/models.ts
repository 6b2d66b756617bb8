// The models of tokenizer.json by their type.

import { type Builders, build, type TokenizerPart } from "../parts.js";
import { bpe } from "./bpe.js";
import { unigram } from "./unigram.js";
import type { Vocabulary } from "./vocabulary.js";
import { wordLevel } from "./word-level.js";
import { wordPiece } from "./word-piece.js";

const builders: Builders<Vocabulary> = {
  BPE: bpe,
  Unigram: unigram,
  WordLevel: wordLevel,
  WordPiece: wordPiece,
};

/** Builds a vocabulary. @throws InputError for a kind that is not supported, naming it */
export function buildModel(part: TokenizerPart): Vocabulary {
  return build("model", builders, { ...part, json: { type: typeOf(part.json), ...part.json } });
}

/** Older files do not say it. */
function typeOf(json: object): string {
  if ("merges" in json) return "BPE";
  if ("unk_id" in json) return "Unigram";
  return "continuing_subword_prefix" in json ? "WordPiece" : "WordLevel";
}
