// What tokenizer.json would say of a model whose GGUF stands alone: Gemma's SentencePiece
// vocabulary as byte-pair encoding, from `tokenizer.ggml.*`. Source: transformers'
// integrations/gguf/gguf_tokenizer_mapping.py and models/gemma/tokenization_gemma.py.

import { InputError } from "@w2s/base";
import type { GgufFile } from "./gguf.js";

/** llama.cpp's kinds of token. */
const CONTROL = 3;
const USER_DEFINED = 4;

const SPACE = "\u2581";

/** Architectures whose vocabulary `llama` is Gemma's. */
const GEMMAS = ["gemma", "gemma2", "gemma3"];

/**
 * The object that tokenizer.json would hold. Spaces become U+2581, bytes stand for what the
 * vocabulary lacks, and tokens are merged in the order of their ids.
 * @throws InputError for another tokenizer, and for a file without one
 */
export function tokenizerOfGguf(file: GgufFile) {
  const kind = String(file.values.get("tokenizer.ggml.model"));
  const architecture = String(file.values.get("general.architecture"));
  if (kind !== "llama" || !GEMMAS.includes(architecture)) {
    throw new InputError(
      `${file.label}: the tokenizer "${kind}" of a GGUF of "${architecture}" is not read alone, ` +
        "as Gemma's is; put the model's tokenizer.json beside it",
    );
  }
  const tokens = list(file, "tokens").map((token) => respelled(String(token)));
  const types = list(file, "token_type", tokens.length);
  const vocab = new Map(tokens.map((token, id) => [token, id]));
  const added = tokens.flatMap((content, id) =>
    types[id] === CONTROL || types[id] === USER_DEFINED
      ? [{ ...PLAIN, id, content, special: types[id] === CONTROL }]
      : [],
  );
  return {
    version: "1.0",
    added_tokens: added,
    normalizer: { type: "Replace", pattern: { String: " " }, content: SPACE },
    pre_tokenizer: {
      type: "Split",
      pattern: { String: " " },
      behavior: "MergedWithPrevious",
      invert: false,
    },
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
      ],
    },
    model: {
      type: "BPE",
      unk_token: tokens[Number(file.values.get("tokenizer.ggml.unknown_token_id"))] ?? "<unk>",
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(vocab),
      merges: mergesOf(tokens, vocab),
    },
  };
}

const PLAIN = { single_word: false, lstrip: false, rstrip: false, normalized: false };

/** Tokens of several spaces are written with real ones in the file alone. */
function respelled(token: string): string {
  return token.includes(" ") && token.trim() === "" ? SPACE.repeat(token.length) : token;
}

function list(file: GgufFile, name: string, length?: number) {
  const key = `tokenizer.ggml.${name}`;
  const found = file.list(key);
  if (!found || found.length === 0) throw new InputError(`${file.label}: no "${key}"`);
  if (length === undefined || found.length === length) return found;
  throw new InputError(
    `${file.label}: "${key}" must have ${length} elements, one a token, got ${found.length}`,
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

interface Special {
  readonly id: number;
  readonly content: string;
}

/** The token before or after a text, where the file or, where it is silent, llama.cpp puts one. */
function special(
  file: GgufFile,
  name: "bos" | "eos",
  tokens: readonly string[],
  byDefault: boolean,
): Special | null {
  if (!(file.values.get(`tokenizer.ggml.add_${name}_token`) ?? byDefault)) return null;
  const key = `tokenizer.ggml.${name}_token_id`;
  const id = Number(file.values.get(key));
  const content = tokens[id];
  if (content !== undefined) return { id, content };
  throw new InputError(`${file.label}: "${key}" must name a token`);
}

function template(before: Special | null, after: Special | null) {
  const specials = [before, after].filter((token) => token !== null);
  const piece = (token: Special | null) =>
    token ? [{ SpecialToken: { id: token.content, type_id: 0 } }] : [];
  return {
    type: "TemplateProcessing",
    single: [...piece(before), { Sequence: { id: "A", type_id: 0 } }, ...piece(after)],
    pair: [],
    special_tokens: Object.fromEntries(
      specials.map(({ id, content }) => [content, { id: content, ids: [id], tokens: [content] }]),
    ),
  };
}
