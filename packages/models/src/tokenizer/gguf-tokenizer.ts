// The tokenizer in a GGUF file's metadata, as the tokenizer.json that it was made from would say it.
// Names of pre-tokenizers and their patterns are llama.cpp's (src/llama-vocab.cpp) and those of the
// models' own files; SentencePiece's merges follow from its scores, as transformers' converter has
// it (convert_slow_tokenizer.py, generate_merges).

import { InputError } from "@w2s/base";
import { type GgufFile, openGguf } from "../formats/gguf.js";

/** Kinds of token in `tokenizer.ggml.token_type`. */
const CONTROL = 3;
const USER_DEFINED = 4;

const byteLevel = (use_regex: boolean) => ({
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex,
});
const split = (Regex: string) => ({
  type: "Split",
  pattern: { Regex },
  behavior: "Isolated",
  invert: false,
});
const inTurn = (...pretokenizers: object[]) => ({ type: "Sequence", pretokenizers });

const CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const WORDS = `${CONTRACTIONS}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+`;

interface Made {
  readonly pre_tokenizer: object;
  readonly normalizer?: object;
  readonly ignore_merges?: boolean;
  /** Whether a text begins with the first token where the file does not say. */
  readonly begins?: boolean;
}

const LLAMA_3: Made = {
  pre_tokenizer: inTurn(split(`${WORDS}|\\p{N}{1,3}${REST}`), byteLevel(false)),
  ignore_merges: true,
  begins: true,
};

/** Byte-level vocabularies by `tokenizer.ggml.pre`. */
const BYTE_LEVEL: Readonly<Record<string, Made>> = {
  "gpt-2": { pre_tokenizer: byteLevel(true) },
  "llama-bpe": LLAMA_3,
  llama3: LLAMA_3,
  qwen2: {
    pre_tokenizer: inTurn(split(`${WORDS}|\\p{N}${REST}`), byteLevel(false)),
    normalizer: { type: "NFC" },
  },
  smollm: { pre_tokenizer: inTurn({ type: "Digits", individual_digits: true }, byteLevel(true)) },
};

/**
 * @throws InputError where the metadata has no tokenizer, or one whose kind is not known
 */
export function ggufTokenizer(path: string): object {
  const file = openGguf(path);
  try {
    const model = file.values.get("tokenizer.ggml.model");
    if (model === "gpt2") return fromMerges(file);
    if (model === "llama") return fromScores(file);
    throw unknown(file, model === undefined ? "no tokenizer" : `a tokenizer "${String(model)}"`);
  } finally {
    file.close();
  }
}

function unknown({ label }: GgufFile, found: string): InputError {
  return new InputError(
    `${label}: its metadata has ${found}, which is not enough to read texts; put tokenizer.json ` +
      "beside it",
  );
}

function fromMerges(file: GgufFile): object {
  const pre = String(file.values.get("tokenizer.ggml.pre") ?? "default");
  const made = Object.hasOwn(BYTE_LEVEL, pre) ? BYTE_LEVEL[pre] : undefined;
  const merges = file.list("tokenizer.ggml.merges");
  if (made === undefined) throw unknown(file, `the pre-tokenizer ${JSON.stringify(pre)}`);
  if (merges === undefined) throw unknown(file, "no merges");
  const tokens = tokensOf(file);
  return {
    added_tokens: addedTokens(file, tokens),
    normalizer: made.normalizer ?? null,
    pre_tokenizer: made.pre_tokenizer,
    post_processor: frame(file, tokens, made.begins ?? false),
    model: {
      type: "BPE",
      vocab: numbered(tokens),
      merges,
      ignore_merges: made.ignore_merges ?? false,
    },
  };
}

const BLANK = "\u2581";

function fromScores(file: GgufFile): object {
  const tokens = tokensOf(file);
  const scores = file.list("tokenizer.ggml.scores");
  if (scores === undefined) throw unknown(file, "no scores");
  const vocab = numbered(tokens);
  const begins = file.values.get("tokenizer.ggml.add_space_prefix") ?? true;
  const blanks = { type: "Replace", pattern: { String: " " }, content: BLANK };
  const before = { type: "Prepend", prepend: BLANK };
  const unknownId = Number(file.values.get("tokenizer.ggml.unknown_token_id") ?? 0);
  return {
    added_tokens: addedTokens(file, tokens),
    normalizer: { type: "Sequence", normalizers: begins ? [before, blanks] : [blanks] },
    pre_tokenizer: null,
    post_processor: frame(file, tokens, true),
    model: {
      type: "BPE",
      vocab,
      merges: mergesOf(tokens, vocab, scores.map(Number)),
      unk_token: tokens[unknownId] ?? null,
      fuse_unk: true,
      byte_fallback: true,
    },
  };
}

/**
 * Every pair of pieces that makes a piece, the likeliest piece first; among those of one piece, by
 * the parts' own numbers.
 */
function mergesOf(
  tokens: readonly string[],
  vocab: Readonly<Record<string, number>>,
  scores: readonly number[],
): [string, string][] {
  const idOf = new Map(Object.entries(vocab));
  const merges: { readonly pair: [string, string]; readonly score: number }[] = [];
  for (const [id, token] of tokens.entries()) {
    const points = [...token];
    const pairs: [string, string][] = [];
    for (let at = 1; at < points.length; at++) {
      const pair: [string, string] = [points.slice(0, at).join(""), points.slice(at).join("")];
      if (idOf.has(pair[0]) && idOf.has(pair[1])) pairs.push(pair);
    }
    pairs.sort((a, b) => idOf.get(a[0])! - idOf.get(b[0])! || idOf.get(a[1])! - idOf.get(b[1])!);
    merges.push(...pairs.map((pair) => ({ pair, score: scores[id] ?? 0 })));
  }
  return merges.sort((a, b) => b.score - a.score).map(({ pair }) => pair);
}

function tokensOf(file: GgufFile): string[] {
  const tokens = file.list("tokenizer.ggml.tokens");
  if (tokens === undefined) throw unknown(file, "no tokens");
  return tokens.map(String);
}

function numbered(tokens: readonly string[]): Record<string, number> {
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

function addedTokens(file: GgufFile, tokens: readonly string[]): object[] {
  const types = file.list("tokenizer.ggml.token_type") ?? [];
  return tokens.flatMap((content, id) => {
    const type = Number(types[id]);
    if (type !== CONTROL && type !== USER_DEFINED) return [];
    const special = type === CONTROL;
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    return [{ id, content, ...plain, special }];
  });
}

/** What stands around a text: the first token and the last, where the file says so. */
function frame(file: GgufFile, tokens: readonly string[], begins: boolean): object | null {
  const token = (which: "bos" | "eos", byDefault: boolean) => {
    const id = file.values.get(`tokenizer.ggml.${which}_token_id`);
    const wanted = file.values.get(`tokenizer.ggml.add_${which}_token`) ?? byDefault;
    return wanted && id !== undefined ? [tokens[Number(id)]!] : [];
  };
  const [before, after] = [token("bos", begins), token("eos", false)];
  if (before.length + after.length === 0) return null;
  const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const used = [...before, ...after].map((id) => [
    id,
    { id, ids: [tokens.indexOf(id)], tokens: [id] },
  ]);
  return {
    type: "TemplateProcessing",
    single: [...before.map(special), { Sequence: { id: "A", type_id: 0 } }, ...after.map(special)],
    pair: [],
    special_tokens: Object.fromEntries(used),
  };
}
