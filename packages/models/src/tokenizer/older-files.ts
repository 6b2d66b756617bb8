// special_tokens_map.json and added_tokens.json say what "added_tokens_decoder" does in newer
// folders' tokenizer_config.json; transformers (4) reads them where that says nothing.

import { basename } from "node:path";
import { readJson } from "@w2s/base";
import { z } from "zod";
import {
  contentOf,
  namedTokens,
  readTokenizerConfig,
  type TokenizerConfig,
  tokensMap,
} from "./tokenizer-config.js";

const SPECIAL_TOKENS_MAP = "special_tokens_map.json";
const ADDED_TOKENS = "added_tokens.json";
export const OLDER_FILES: readonly string[] = [SPECIAL_TOKENS_MAP, ADDED_TOKENS];

const idsSchema = z.record(z.string(), z.int().nonnegative());

/**
 * The config with what the files at `paths` say: the map's tokens in place of its own, and those of
 * added_tokens.json as `addedTokens`.
 * @throws InputError for a file of another form
 */
export function withOlderFiles(config: TokenizerConfig, paths: readonly string[]): TokenizerConfig {
  if (config.added_tokens_decoder != null) return config;
  const found = (name: string) => paths.filter((path) => basename(path) === name);
  const mapped = found(SPECIAL_TOKENS_MAP).reduce(withMap, config);
  return found(ADDED_TOKENS).reduce(withIds, mapped);
}

/**
 * Those of `paths` that say what tokenizer_config.json does not, and so are part of the tokenizer.
 * @throws InputError for a file of another form
 */
export function olderFilesThatCount(
  tokenizerConfig: string | null,
  paths: readonly string[],
): string[] {
  if (paths.length === 0) return [];
  const config = readTokenizerConfig(tokenizerConfig);
  const own = JSON.stringify(config);
  return paths.filter((path) => JSON.stringify(withOlderFiles(config, [path])) !== own);
}

function withMap(config: TokenizerConfig, path: string): TokenizerConfig {
  const { additional_special_tokens: more, ...named } = readJson(path, tokensMap);
  if (more == null) return { ...config, ...named };
  const additional_special_tokens = [...(config.additional_special_tokens ?? []), ...more];
  return { ...config, ...named, additional_special_tokens };
}

function withIds(config: TokenizerConfig, path: string): TokenizerConfig {
  const special = new Map(namedTokens(config).map((one) => [contentOf(one), one]));
  const ids = Object.entries(readJson(path, idsSchema)).sort(([, a], [, b]) => a - b);
  const addedTokens = ids.map(([content, id]) => {
    const named = special.get(content);
    const flags = { normalized: named === undefined, special: named !== undefined };
    return { id, ...flags, ...(typeof named === "object" && named), content };
  });
  return { ...config, addedTokens };
}
