// tokenizer_config.json beside tokenizer.json. Where they say different things, ids are those of
// the class that transformers (4) loads the folder with; where that is not known, it is refused.

import { existsSync } from "node:fs";
import { InputError, readJson } from "@w2s/base";
import { z } from "zod";
import type { Frame } from "./post-processors.js";
import type { TokenizerJson } from "./tokenizer-json.js";

const addedToken = z.looseObject({ content: z.string() });
const someToken = z.union([z.string(), addedToken]);
const token = someToken.nullish();
const flag = z.boolean().nullish();

/** Tokens by what they are for. */
export const tokensMap = z.object({
  bos_token: token,
  eos_token: token,
  unk_token: token,
  sep_token: token,
  pad_token: token,
  cls_token: token,
  mask_token: token,
  additional_special_tokens: z.array(someToken).nullish(),
});

const schema = z.looseObject({
  ...tokensMap.shape,
  model_max_length: z.number().positive().nullish(),
  max_len: z.number().positive().nullish(),
  truncation_side: z.enum(["left", "right"]).nullish(),
  tokenizer_class: z.string().nullish(),
  extra_special_tokens: z.union([z.array(someToken), z.record(z.string(), someToken)]).nullish(),
  added_tokens_decoder: z.record(z.string(), addedToken).nullish(),
  add_bos_token: flag,
  add_eos_token: flag,
  add_prefix_space: flag,
  do_lower_case: flag,
  strip_accents: flag,
  tokenize_chinese_chars: flag,
  split_special_tokens: flag,
});

export interface TokenizerConfig extends z.infer<typeof schema> {
  /** Tokens of an older folder, in the order of their ids; tokenizer.json's own come first. */
  readonly addedTokens?: readonly z.infer<typeof addedToken>[];
}

/** Reads the file; a missing one says nothing. @throws InputError for one of another form */
export function readTokenizerConfig(path: string | null): TokenizerConfig {
  return path !== null && existsSync(path) ? readJson(path, schema) : {};
}

/** Most tokens of a text; older configs call it `max_len`. */
export function maxLengthOf({ model_max_length, max_len }: TokenizerConfig): number {
  const said = model_max_length === undefined ? max_len : model_max_length;
  return said ?? Number.POSITIVE_INFINITY;
}

/** The id of a token that the config names. */
export function tokenNamed(
  said: TokenizerConfig["eos_token"],
  idOf: (token: string) => number | undefined,
): number | undefined {
  const name = contentOf(said);
  return name === undefined ? undefined : idOf(name);
}

/** Whether a class puts a token at an end of a text, and its token, where the config is silent. */
interface End {
  readonly puts: boolean;
  readonly token: string;
}

const LLAMA = { bos: { puts: true, token: "<s>" }, eos: { puts: false, token: "</s>" } };
const END_OF_TEXT = { puts: false, token: "<|endoftext|>" };

/** Classes that put their own tokens around a text, whatever tokenizer.json says. */
const FRAMING: Readonly<Record<string, { readonly bos: End; readonly eos: End }>> = {
  Llama: LLAMA,
  CodeLlama: LLAMA,
  Gemma: { bos: { puts: true, token: "<bos>" }, eos: { puts: false, token: "<eos>" } },
  Cohere: {
    bos: { puts: true, token: "<BOS_TOKEN>" },
    eos: { puts: false, token: "<|END_OF_TURN_TOKEN|>" },
  },
  GPTNeoX: { bos: END_OF_TEXT, eos: END_OF_TEXT },
};

/** Classes with BERT's options, which hold where the config leaves them out, too. */
const BERT = new RegExp(
  "^(Bert|DistilBert|Electra|MobileBert|ConvBert|SqueezeBert|RetriBert|RoFormer|Funnel|Lxmert|" +
    "LayoutLM|MPNet|Realm|Splinter|DPR(ContextEncoder|QuestionEncoder|Reader))$",
);
/** Classes that take tokenizer.json as it is, but for added tokens and the blank of ByteLevel. */
const PLAIN = /^(PreTrained|TokenizersBackend)$/;
/** Where the config leaves the blank of ByteLevel out, all others set it to none. */
const KEEPS_BLANK = /^(|Llama|T5|TokenizersBackend)$/;

/** "Bert" for "BertTokenizer" and "BertTokenizerFast"; "" where no class is named. */
const classOf = ({ tokenizer_class }: TokenizerConfig): string =>
  (tokenizer_class ?? "").replace(/(Tokenizer)?(Fast)?$/, "");

/** The config with the begin and end of a text that its class has where it names none. */
export function withClassTokens(config: TokenizerConfig): TokenizerConfig {
  const ends = FRAMING[classOf(config)];
  if (ends === undefined) return config;
  const { bos_token = ends.bos.token, eos_token = ends.eos.token } = config;
  return { ...config, bos_token, eos_token };
}

/**
 * tokenizer.json with what the config says of added tokens, of BERT's normalizer and of the blank
 * before a text.
 * @throws InputError for a blank before the text that one file puts and the other does not
 */
export function configured(
  label: string,
  json: TokenizerJson,
  config: TokenizerConfig,
): TokenizerJson {
  return {
    ...json,
    added_tokens: withNamedTokens(json.added_tokens ?? [], config),
    normalizer: bertNormalizer(json.normalizer, config),
    pre_tokenizer: withPrefixSpace(label, json, config),
  };
}

/**
 * The tokens of tokenizer.json and those that the config alone has: of `added_tokens_decoder`,
 * which hold as they stand there, and those that it names.
 */
function withNamedTokens(added: readonly unknown[], config: TokenizerConfig): unknown[] {
  const tokens = new Map(added.map((one) => [contentOf(one) ?? one, one]));
  for (const one of config.addedTokens ?? [])
    if (!tokens.has(one.content)) tokens.set(one.content, one);
  const placed = Object.entries(config.added_tokens_decoder ?? {});
  const special = new Set(namedTokens(config).map(contentOf));
  for (const [id, one] of placed.sort(([a], [b]) => Number(a) - Number(b))) {
    const own = tokens.get(one.content);
    if (isSameToken(own, one)) continue;
    // Once special, a token stays it.
    const always = (special.has(one.content) || isSpecial(own)) && { special: true };
    tokens.set(one.content, { id: Number(id), ...one, ...always });
  }
  for (const one of [...namedTokens(config), ...Object.values(config.extra_special_tokens ?? {})]) {
    const content = contentOf(one);
    if (content === undefined || tokens.has(content)) continue;
    tokens.set(content, { id: 0, ...(typeof one === "object" && one), content, special: true });
  }
  if (config.split_special_tokens !== true) return [...tokens.values()];
  return Array.from(tokens.values(), (one) => (isSpecial(one) ? { ...one, isText: true } : one));
}

const FLAGS = ["single_word", "lstrip", "rstrip", "normalized", "special"];

/** Whether a token of tokenizer.json is as added_tokens_decoder has it: then it stays. */
const isSameToken = (own: unknown, placed: Readonly<Record<string, unknown>>): boolean =>
  typeof own === "object" &&
  own !== null &&
  FLAGS.every((name) => (own as Record<string, unknown>)[name] === placed[name]);

const isSpecial = (one: unknown): one is object =>
  typeof one === "object" && one !== null && "special" in one && one.special === true;

/** Tokens that the config names by what they are for. */
export function namedTokens(config: TokenizerConfig): z.infer<typeof token>[] {
  const { bos_token, eos_token, unk_token, sep_token, pad_token, cls_token, mask_token } = config;
  const named = [bos_token, eos_token, unk_token, sep_token, pad_token, cls_token, mask_token];
  return [...named, ...(config.additional_special_tokens ?? [])];
}

/** What a token is in a text, of a string or an entry; undefined of anything else. */
export const contentOf = (one: unknown): string | undefined =>
  typeof one === "string" ? one : addedToken.safeParse(one).data?.content;

function bertNormalizer(normalizer: TokenizerJson["normalizer"], config: TokenizerConfig) {
  if (normalizer?.type !== "BertNormalizer" || PLAIN.test(classOf(config))) return normalizer;
  const { do_lower_case, strip_accents, tokenize_chinese_chars } = config;
  if (BERT.test(classOf(config))) {
    return {
      ...normalizer,
      lowercase: do_lower_case ?? true,
      strip_accents: strip_accents ?? null,
      handle_chinese_chars: tokenize_chinese_chars ?? true,
    };
  }
  return {
    ...normalizer,
    ...(do_lower_case != null && { lowercase: do_lower_case }),
    ...(strip_accents != null && { strip_accents }),
    ...(tokenize_chinese_chars != null && { handle_chinese_chars: tokenize_chinese_chars }),
  };
}

function withPrefixSpace(label: string, json: TokenizerJson, config: TokenizerConfig) {
  const { pre_tokenizer } = json;
  const name = classOf(config);
  const unsaid = KEEPS_BLANK.test(name) ? null : false;
  const { add_prefix_space: wanted = unsaid } = config;
  if (wanted === null) return pre_tokenizer;
  if (pre_tokenizer?.type === "ByteLevel") return { ...pre_tokenizer, add_prefix_space: wanted };
  if (PLAIN.test(name) || config.add_prefix_space == null) return pre_tokenizer;
  const puts = putsBlank(json);
  if (puts === undefined || puts === wanted) return pre_tokenizer;
  throw new InputError(
    `${label}: puts ${puts ? "a" : "no"} blank before a text, and tokenizer_config.json says ` +
      `"add_prefix_space": ${wanted}; make them agree`,
  );
}

/** Whether a mark for a blank is put before a text; undefined where no part may put one. */
function putsBlank({ pre_tokenizer, normalizer }: TokenizerJson): boolean | undefined {
  if (pre_tokenizer?.type === "Metaspace") {
    const { prepend_scheme, add_prefix_space: own } = pre_tokenizer;
    return (prepend_scheme ?? (own === false ? "never" : "always")) !== "never";
  }
  return JSON.stringify(normalizer)?.includes('"type":"Prepend"') ? true : undefined;
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
  const end = FRAMING[classOf(config)]?.[which];
  const own = config[`add_${which}_token`];
  // A class that frames takes null for false.
  const wanted = end && own !== undefined ? own === true : (own ?? end?.puts);
  if (wanted == null) return ids;
  const name = contentOf(config[`${which}_token`]);
  const id = name === undefined ? undefined : idOf(name);
  if (id !== undefined && end !== undefined) return wanted ? [id] : [];
  const puts = id === undefined ? ids.length > 0 : ids.includes(id);
  if (puts === wanted) return ids;
  if (name !== undefined && id === undefined && (!wanted || own == null)) return ids;
  const place = which === "bos" ? "before" : "after";
  throw new InputError(
    `${label}: puts ${ids.length === 0 ? "nothing" : `ids ${ids.join(", ")}`} ${place} a text, ` +
      `and tokenizer_config.json says "add_${which}_token": ${wanted}` +
      `${name === undefined ? "" : ` with ${JSON.stringify(name)}`}; make them agree, or remove ` +
      "it there",
  );
}
