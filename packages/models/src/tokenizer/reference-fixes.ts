// Where @huggingface/tokenizers (JavaScript) differs from the reference implementation (Rust):
// JavaScript's \s and \d are not Unicode's, its toLowerCase looks at neighbours, characters beyond
// U+FFFF come in halves, and bytes that the vocabulary lacks are dropped after merging instead of
// before. Each is put right on the component that the library made.

import {
  BertNormalizer,
  BertPreTokenizer,
  ByteLevelPreTokenizer,
  DigitsPreTokenizer,
  type LibraryTokenizer,
  LowercaseNormalizer,
  type Model,
  type Normalizer,
  type PreTokenizer,
  SequenceNormalizer,
  SequencePreTokenizer,
} from "./library.js";
import { CONTROL, MARK, PUNCTUATION } from "./unicode-8.js";

/** Changes a tokenizer's components in place, so that its ids are those of the reference. */
export function followReference(tokenizer: LibraryTokenizer): void {
  for (const normalizer of normalizersOf(tokenizer.normalizer)) fixNormalizer(normalizer);
  for (const preTokenizer of preTokenizersOf(tokenizer.pre_tokenizer)) {
    fixPreTokenizer(preTokenizer, tokenizer.model);
  }
}

function normalizersOf(normalizer: Normalizer | null): Normalizer[] {
  if (normalizer instanceof SequenceNormalizer)
    return normalizer.normalizers.flatMap(normalizersOf);
  return normalizer ? [normalizer] : [];
}

function preTokenizersOf(preTokenizer: PreTokenizer | null): PreTokenizer[] {
  if (preTokenizer instanceof SequencePreTokenizer)
    return preTokenizer.tokenizers.flatMap(preTokenizersOf);
  return preTokenizer ? [preTokenizer] : [];
}

function fixNormalizer(normalizer: Normalizer): void {
  if (normalizer instanceof BertNormalizer) {
    const { config } = normalizer;
    normalizer.normalize = (text) => bertNormalize(text, config);
  } else if (normalizer instanceof LowercaseNormalizer) {
    normalizer.normalize = lowercase;
  }
}

/** GPT-2's split, with white space as Unicode defines it (U+0085 is, U+FEFF is not). */
const BYTE_LEVEL =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
const BERT_WORDS = new RegExp(`[^\\p{White_Space}${PUNCTUATION}]+|${PUNCTUATION}`, "gv");

function fixPreTokenizer(preTokenizer: PreTokenizer, model: Model | null): void {
  if (preTokenizer instanceof DigitsPreTokenizer) {
    preTokenizer.pattern = preTokenizer.config.individual_digits
      ? /\P{N}+|\p{N}/gu
      : /\P{N}+|\p{N}+/gu;
  } else if (preTokenizer instanceof ByteLevelPreTokenizer) {
    preTokenizer.pattern = BYTE_LEVEL;
    const missing = model ? missingBytes(preTokenizer, model) : [];
    if (missing.length > 0) dropBeforeMerging(preTokenizer, missing);
  } else if (preTokenizer instanceof BertPreTokenizer) {
    preTokenizer.pre_tokenize_text = (text) => text.match(BERT_WORDS) ?? [];
  }
}

/** Bytes, as byte-level characters, that the vocabulary lacks and no unknown token stands for. */
function missingBytes(preTokenizer: ByteLevelPreTokenizer, model: Model): string[] {
  if (typeof model.unk_token === "string") return [];
  return Object.values(preTokenizer.byte_encoder).filter((char) => !model.tokens_to_ids.has(char));
}

function dropBeforeMerging(preTokenizer: ByteLevelPreTokenizer, missing: readonly string[]): void {
  const pattern = new RegExp(
    `[${missing.map((char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join("")}]`,
    "gu",
  );
  const split = preTokenizer.pre_tokenize_text.bind(preTokenizer);
  preTokenizer.pre_tokenize_text = (text, options) =>
    split(text, options).map((token) => token.replace(pattern, ""));
}

/** Character by character: a Greek capital sigma at a word's end becomes the ordinary small one. */
function lowercase(text: string): string {
  return text.replaceAll("Σ", "σ").toLowerCase();
}

const CONTROLS = new RegExp(CONTROL, "gv");
const MARKS = new RegExp(MARK, "gv");
const SPACES = /\p{White_Space}/gu;
/** The blocks that BERT takes for Chinese characters. */
const IDEOGRAPHS =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu;

function bertNormalize(text: string, config: BertNormalizer["config"]): string {
  let result = text;
  if (config.clean_text) result = result.replace(CONTROLS, "").replace(SPACES, " ");
  if (config.handle_chinese_chars) result = result.replace(IDEOGRAPHS, " $& ");
  if (config.strip_accents ?? config.lowercase) result = result.normalize("NFD").replace(MARKS, "");
  return config.lowercase ? lowercase(result) : result;
}
