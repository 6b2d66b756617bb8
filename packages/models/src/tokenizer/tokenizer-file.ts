// Where a tokenizer stands: in a tokenizer.json, in BERT's vocab.txt, or in a GGUF's metadata; the
// latter two become what tokenizer.json would say.

import { check, readJson } from "@w2s/base";
import { ggufTokenizer } from "./gguf-tokenizer.js";
import type { TokenizerConfig } from "./tokenizer-config.js";
import { type TokenizerJson, tokenizerJson } from "./tokenizer-json.js";
import { vocabularyTokenizer } from "./vocab-txt.js";

/** @throws InputError for a file that is missing, malformed, or says too little */
export function readTokenizerFile(path: string, config: TokenizerConfig): TokenizerJson {
  if (path.endsWith(".gguf")) return check(path, ggufTokenizer(path), tokenizerJson);
  if (path.endsWith(".txt")) return check(path, vocabularyTokenizer(path, config), tokenizerJson);
  return readJson(path, tokenizerJson);
}
