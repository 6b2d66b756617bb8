// What a model's config.json and tokenizer.json say, read from them or, where a GGUF file stands
// alone, from its metadata.

import { readJson } from "@w2s/base";
import { z } from "zod";
import { type GgufFile, openGguf } from "./formats/gguf.js";
import { configOfGguf } from "./formats/gguf-config.js";
import { tokenizerOfGguf } from "./formats/gguf-tokenizer.js";
import { tokenizerOfVocabulary, type VocabularyConfig } from "./formats/vocab-txt.js";

/**
 * Whether a path of `ModelFiles` is the GGUF file itself, which then speaks for the other files.
 */
export const isGguf = (path: string): boolean => path.endsWith(".gguf");

/**
 * The object of a config.json, or of a GGUF file's metadata.
 * @throws InputError when the file is missing or malformed, or a GGUF file of a family that needs a
 * config.json
 */
export function configJson(path: string): Readonly<Record<string, unknown>> {
  return isGguf(path) ? fromGguf(path, configOfGguf) : readJson(path, z.looseObject({}));
}

/** As `configJson`, of a tokenizer.json, or of BERT's vocab.txt with what `config` says of it. */
export function tokenizerJson(
  path: string,
  config: VocabularyConfig = {},
): Readonly<Record<string, unknown>> {
  if (isGguf(path)) return fromGguf(path, tokenizerOfGguf);
  return path.endsWith(".txt")
    ? tokenizerOfVocabulary(path, config)
    : readJson(path, z.looseObject({}));
}

function fromGguf<T>(path: string, read: (file: GgufFile) => T): T {
  const file = openGguf(path);
  try {
    return read(file);
  } finally {
    file.close();
  }
}
