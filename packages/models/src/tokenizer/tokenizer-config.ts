// tokenizer_config.json beside tokenizer.json. Where they say different things, ids are those of
// the class that transformers (4) loads the folder with; where that is not known, it is refused.

import { existsSync } from "node:fs";
import { InputError, readJson } from "@w2s/base";
import { z } from "zod";
import type { Frame } from "./post-processors.js";
import type { TokenizerJson } from "./tokenizer-json.js";

const token = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();
const flag = z.boolean().nullish();

const schema = z.looseObject({
  model_max_length: z.number().positive().nullish(),
  truncation_side: z.enum(["left", "right"]).nullish(),
  tokenizer_class: z.string().nullish(),
  bos_token: token,
  eos_token: token,
  add_bos_token: flag,
  add_eos_token: flag,
  add_prefix_space: flag,
  do_lower_case: flag,
  strip_accents: flag,
  tokenize_chinese_chars: flag,
});

export type TokenizerConfig = z.infer<typeof schema>;

/** Reads the file; a missing one says nothing. @throws InputError for one of another form */
export function readTokenizerConfig(path: string | null): TokenizerConfig {
  return path !== null && existsSync(path) ? readJson(path, schema) : {};
}

/** The id of a token that the config names. */
export function tokenNamed(
  said: TokenizerConfig["eos_token"],
  idOf: (token: string) => number | undefined,
): number | undefined {
  const name = typeof said === "string" ? said : said?.content;
  return name === undefined ? undefined : idOf(name);
}

/** Classes that put their own tokens around a text, whatever tokenizer.json says. */
const FRAMING = /^(Llama|CodeLlama|Gemma|GPTNeoX|Cohere)Tokenizer(Fast)?$/;

/**
 * tokenizer.json with what the config says of BERT's normalizer and of the blank before a text.
 * @throws InputError for a blank before the text that one file puts and the other does not
 */
export function configured(
  label: string,
  json: TokenizerJson,
  config: TokenizerConfig,
): TokenizerJson {
  return {
    ...json,
    normalizer: bertNormalizer(json.normalizer, config),
    pre_tokenizer: withPrefixSpace(label, json, config),
  };
}

function bertNormalizer(normalizer: TokenizerJson["normalizer"], config: TokenizerConfig) {
  if (normalizer?.type !== "BertNormalizer") return normalizer;
  const { do_lower_case, strip_accents, tokenize_chinese_chars } = config;
  return {
    ...normalizer,
    ...(do_lower_case != null && { lowercase: do_lower_case }),
    ...(strip_accents != null && { strip_accents }),
    ...(tokenize_chinese_chars != null && { handle_chinese_chars: tokenize_chinese_chars }),
  };
}

function withPrefixSpace(label: string, json: TokenizerJson, config: TokenizerConfig) {
  const { pre_tokenizer } = json;
  const { add_prefix_space } = config;
  if (pre_tokenizer?.type === "ByteLevel" && add_prefix_space != null) {
    return { ...pre_tokenizer, add_prefix_space };
  }
  if (add_prefix_space === false && pre_tokenizer?.type === "Metaspace") {
    const { prepend_scheme, add_prefix_space: own } = pre_tokenizer;
    if ((prepend_scheme ?? (own === false ? "never" : "always")) !== "never") {
      throw new InputError(
        `${label}: puts a blank before a text, and tokenizer_config.json says ` +
          '"add_prefix_space": false; make them agree',
      );
    }
  }
  return pre_tokenizer;
}

/**
 * What stands around a text, with the config's `add_bos_token` and `add_eos_token`.
 * @throws InputError where the two files disagree and the class does not decide
 */
export function configuredFrame(
  label: string,
  frame: Frame,
  config: TokenizerConfig,
  idOf: (token: string) => number | undefined,
): Frame {
  return {
    before: side(label, frame.before, config, "bos", idOf),
    after: side(label, frame.after, config, "eos", idOf),
  };
}

function side(
  label: string,
  ids: readonly number[],
  config: TokenizerConfig,
  which: "bos" | "eos",
  idOf: (token: string) => number | undefined,
): readonly number[] {
  const [wanted, said] = [config[`add_${which}_token`], config[`${which}_token`]];
  const name = typeof said === "string" ? said : said?.content;
  if (wanted == null || name === undefined) return ids;
  const id = tokenNamed(said, idOf);
  if (id !== undefined && ids.includes(id) === wanted) return ids;
  if (id !== undefined && FRAMING.test(config.tokenizer_class ?? "")) return wanted ? [id] : [];
  if (id === undefined && !wanted) return ids;
  const place = which === "bos" ? "before" : "after";
  throw new InputError(
    `${label}: puts ${ids.length === 0 ? "nothing" : `ids ${ids.join(", ")}`} ${place} a text, ` +
      `and tokenizer_config.json says "add_${which}_token": ${wanted} with ` +
      `${JSON.stringify(name)}; ` +
      "make them agree, or remove it there",
  );
}
