// The parts of @huggingface/tokenizers that are used, with types: the published ones do not resolve
// under Node's module resolution (their relative imports have no extension), so what is relied on
// is declared here.

import * as library from "@huggingface/tokenizers";

export interface Normalizer {
  normalize(text: string): string;
}

export interface BertNormalizer extends Normalizer {
  readonly config: {
    readonly clean_text?: boolean;
    readonly handle_chinese_chars?: boolean;
    /** Null: as `lowercase`. */
    readonly strip_accents?: boolean | null;
    readonly lowercase?: boolean;
  };
}

export interface SequenceNormalizer extends Normalizer {
  readonly normalizers: readonly (Normalizer | null)[];
}

export interface PreTokenizer {
  pre_tokenize_text(text: string, options?: unknown): string[];
}

export interface DigitsPreTokenizer extends PreTokenizer {
  pattern: RegExp;
  readonly config: { readonly individual_digits?: boolean };
}

export interface ByteLevelPreTokenizer extends PreTokenizer {
  pattern: RegExp;
  /** The character that stands for each byte. */
  readonly byte_encoder: Readonly<Record<number, string>>;
}

export interface SequencePreTokenizer extends PreTokenizer {
  readonly tokenizers: readonly (PreTokenizer | null)[];
}

export interface Model {
  readonly tokens_to_ids: ReadonlyMap<string, number>;
  readonly unk_token?: string | null;
}

export interface LibraryTokenizer {
  readonly normalizer: Normalizer | null;
  readonly pre_tokenizer: PreTokenizer | null;
  readonly model: Model | null;
  encode(
    text: string,
    options?: { readonly add_special_tokens?: boolean },
  ): { readonly ids: number[] };
}

interface Library {
  readonly Tokenizer: new (json: object, config: object) => LibraryTokenizer;
  readonly BertNormalizer: new () => BertNormalizer;
  readonly LowercaseNormalizer: new () => Normalizer;
  readonly SequenceNormalizer: new () => SequenceNormalizer;
  readonly BertPreTokenizer: new () => PreTokenizer;
  readonly DigitsPreTokenizer: new () => DigitsPreTokenizer;
  readonly ByteLevelPreTokenizer: new () => ByteLevelPreTokenizer;
  readonly SequencePreTokenizer: new () => SequencePreTokenizer;
}

/** The library's own types leave out what is used of it here. */
const untyped: object = library;

export const {
  Tokenizer: LibraryTokenizer,
  BertNormalizer,
  LowercaseNormalizer,
  SequenceNormalizer,
  BertPreTokenizer,
  DigitsPreTokenizer,
  ByteLevelPreTokenizer,
  SequencePreTokenizer,
} = untyped as Library;
