// What tokenizer.json would say of a model whose GGUF stands alone, from `tokenizer.ggml.*`: a
// SentencePiece vocabulary as byte-pair encoding, or byte-level byte-pair encoding. Sources:
// transformers' integrations/gguf/gguf_tokenizer_mapping.py, convert_slow_tokenizer.py
// (generate_merges) and models/gemma/tokenization_gemma.py; for what `pre` names, the
// tokenizer.json of the models that llama.cpp's src/llama-vocab.cpp gives the names to.

import { InputError } from "@w2s/base";
import type { GgufFile } from "./gguf.js";
import { BYTE_LEVEL } from "./gguf-byte-level.js";
import { addedToken, type SpecialToken, template } from "./special-tokens.js";

/** llama.cpp's kinds of token. */
const UNKNOWN = 2;
const CONTROL = 3;
const USER_DEFINED = 4;

const SPACE = "\u2581";

const NEXT = "put the model's tokenizer.json beside it";

const lacking = (file: GgufFile, name: string): InputError =>
  new InputError(`${file.label}: its metadata lack "tokenizer.ggml.${name}"; ${NEXT}`);

/** Architectures whose vocabulary `llama` is Gemma's. */
const GEMMAS = ["gemma", "gemma2", "gemma3"];

/**
 * The object that tokenizer.json would hold.
 * @throws InputError for another tokenizer, and for a file without one
 */
export function tokenizerOfGguf(file: GgufFile): Readonly<Record<string, unknown>> {
  const kind = file.values.get("tokenizer.ggml.model");
  if (kind === undefined) throw lacking(file, "model");
  const architecture = String(file.values.get("general.architecture"));
  const isGemma = GEMMAS.includes(architecture);
  if (kind === "llama") return sentencePiece(file, isGemma);
  if (kind === "gpt2" && !isGemma) return byteLevel(file);
  throw new InputError(
    `${file.label}: the tokenizer "${kind}" of a GGUF of "${architecture}" is not read alone; ` +
      NEXT,
  );
}

/**
 * Spaces become U+2581, bytes stand for what the vocabulary lacks. Gemma's tokens are merged in the
 * order of their ids, and no space is put before a text; others' in that of their scores.
 */
function sentencePiece(file: GgufFile, isGemma: boolean) {
  if (!isGemma) refuseBlanks(file);
  const tokens = list(file, "tokens").map((token) => respelled(String(token)));
  const vocab = new Map(tokens.map((token, id) => [token, id]));
  const spaces = { type: "Replace", pattern: { String: " " }, content: SPACE };
  const before = { type: "Prepend", prepend: SPACE };
  const prefixes = !isGemma && (file.values.get("tokenizer.ggml.add_space_prefix") ?? true);
  const unknown = Number(file.values.get("tokenizer.ggml.unknown_token_id"));
  return {
    version: "1.0",
    added_tokens: addedTokens(file, tokens),
    normalizer: prefixes ? { type: "Sequence", normalizers: [before, spaces] } : spaces,
    pre_tokenizer: isGemma
      ? {
          type: "Split",
          pattern: { String: " " },
          behavior: "MergedWithPrevious",
          invert: false,
        }
      : null,
    post_processor: template(
      special(file, "bos", tokens, true),
      special(file, "eos", tokens, false),
    ),
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: SPACE }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        ...(prefixes ? [{ type: "Strip", content: " ", start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: "BPE",
      unk_token: tokens[unknown] ?? "<unk>",
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(vocab),
      merges: isGemma
        ? mergesOf(tokens, vocab)
        : scoredMerges(tokens, vocab, list(file, "scores", tokens.length).map(Number)),
    },
  };
}

function byteLevel(file: GgufFile) {
  const pre = String(file.values.get("tokenizer.ggml.pre") ?? "default");
  const made = Object.hasOwn(BYTE_LEVEL, pre) ? BYTE_LEVEL[pre] : undefined;
  if (made === undefined) {
    throw new InputError(
      `${file.label}: "tokenizer.ggml.pre" must be one of ${Object.keys(BYTE_LEVEL).join(", ")}, ` +
        `got ${JSON.stringify(pre)}; ${NEXT}`,
    );
  }
  const tokens = list(file, "tokens").map(String);
  return {
    version: "1.0",
    added_tokens: addedTokens(file, tokens),
    normalizer: made.normalizer ?? null,
    pre_tokenizer: made.preTokenizer,
    post_processor: template(
      special(file, "bos", tokens, made.begins ?? false),
      special(file, "eos", tokens, false),
    ),
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      ignore_merges: made.ignoreMerges ?? false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: list(file, "merges").map(String),
    },
  };
}

function addedTokens(file: GgufFile, tokens: readonly string[]) {
  const types = list(file, "token_type", tokens.length);
  const whole = [UNKNOWN, CONTROL, USER_DEFINED];
  return tokens.flatMap((content, id) =>
    whole.includes(Number(types[id]))
      ? [addedToken({ id, content }, types[id] !== USER_DEFINED)]
      : [],
  );
}

/**
 * Users' tokens of nothing but spaces: llama.cpp finds them in the text as it is and puts a space
 * behind each, SentencePiece finds them in the text with its marks and puts none.
 */
function refuseBlanks(file: GgufFile): void {
  const types = file.list("tokenizer.ggml.token_type") ?? [];
  for (const [id, token] of list(file, "tokens").map(String).entries()) {
    if (Number(types[id]) !== USER_DEFINED || !isBlank(token)) continue;
    throw new InputError(
      `${file.label}: its token ${id} is nothing but ${token.length} spaces, which programs read ` +
        `differently outside Gemma; ${NEXT}`,
    );
  }
}

const isBlank = (token: string): boolean => token.includes(" ") && token.trim() === "";

/** Tokens of several spaces are written with real ones in the file alone. */
function respelled(token: string): string {
  return isBlank(token) ? SPACE.repeat(token.length) : token;
}

function list(file: GgufFile, name: string, length?: number) {
  const key = `tokenizer.ggml.${name}`;
  const found = file.list(key);
  if (!found || found.length === 0) throw lacking(file, name);
  if (length === undefined || found.length === length) return found;
  throw new InputError(
    `${file.label}: "${key}" must have ${length} elements, one a token, got ${found.length}; ` +
      NEXT,
  );
}

/**
 * Every way to make a token of two others, in the order of the tokens: of one token's, the longest
 * beginning first.
 */
function mergesOf(tokens: readonly string[], vocab: ReadonlyMap<string, number>) {
  const merges: [string, string][] = [];
  for (const token of tokens) {
    for (let at = token.length - 1; at > 0; at--) {
      const [left, right] = [token.slice(0, at), token.slice(at)];
      if (vocab.has(left) && vocab.has(right)) merges.push([left, right]);
    }
  }
  return merges;
}

/**
 * Every way to make a token of two others, the token with the highest score first; of one token's,
 * by the numbers of the two.
 */
function scoredMerges(
  tokens: readonly string[],
  vocab: ReadonlyMap<string, number>,
  scores: readonly number[],
) {
  const merges = tokens.flatMap((token, id) => {
    const characters = [...token];
    const ways: { readonly left: number; readonly right: number; readonly score: number }[] = [];
    for (let at = 1; at < characters.length; at++) {
      const left = vocab.get(characters.slice(0, at).join(""));
      const right = vocab.get(characters.slice(at).join(""));
      if (left !== undefined && right !== undefined) ways.push({ left, right, score: scores[id]! });
    }
    return ways.sort((a, b) => a.left - b.left || a.right - b.right);
  });
  return merges
    .sort((a, b) => b.score - a.score)
    .map(({ left, right }) => [tokens[left]!, tokens[right]!]);
}

/** The token before or after a text, where the file or, where it is silent, llama.cpp puts one. */
function special(
  file: GgufFile,
  name: "bos" | "eos",
  tokens: readonly string[],
  byDefault: boolean,
): SpecialToken | null {
  if (!(file.values.get(`tokenizer.ggml.add_${name}_token`) ?? byDefault)) return null;
  const key = `tokenizer.ggml.${name}_token_id`;
  const id = Number(file.values.get(key));
  const content = tokens[id];
  if (content !== undefined) return { id, content };
  const said = file.values.get(key);
  if (said === undefined) throw lacking(file, `${name}_token_id`);
  throw new InputError(
    `${file.label}: "${key}" must be 0 to ${tokens.length - 1}, got ${said}; ${NEXT}`,
  );
}
