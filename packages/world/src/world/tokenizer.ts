// The world's tokenizer as Hugging Face files: a word a token, digits and brackets one by one,
// <bos> in front.

import { BOS, EOS, PAD, UNK, vocabulary } from "./vocabulary.js";

/** The tokenizer of the world's models: a word a token. */
export interface WorldTokenizer {
  /** Text of tokenizer.json. */
  readonly tokenizer: string;
  /** Text of tokenizer_config.json. */
  readonly config: string;
}

// The longest sentence has 32 tokens with <bos> and <eos>; the rest is room for what experiments
// append.
const MAX_LENGTH = 64;

/**
 * The same bytes at every call. <eos> is left to the trainer: a text that ends in it asks for
 * nothing more.
 */
export function worldTokenizer(): WorldTokenizer {
  const specials = [PAD, BOS, EOS, UNK];
  const tokenizer = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: "Lowercase" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "WhitespaceSplit" },
        // Not Punctuation and Digits: the library for JavaScript reads the first otherwise than
        // Python's.
        { type: "Split", pattern: { Regex: "[^a-z]" }, behavior: "Isolated", invert: false },
      ],
    },
    post_processor: {
      type: "TemplateProcessing",
      single: [begin(0), sequence("A", 0)],
      pair: [begin(0), sequence("A", 0), sequence("B", 1)],
      special_tokens: { [BOS]: { id: BOS, ids: [vocabulary.indexOf(BOS)], tokens: [BOS] } },
    },
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries([...vocabulary.entries()].map(([id, token]) => [token, id])),
      unk_token: UNK,
    },
  };
  const config = {
    tokenizer_class: "PreTrainedTokenizerFast",
    pad_token: PAD,
    bos_token: BOS,
    eos_token: EOS,
    unk_token: UNK,
    model_max_length: MAX_LENGTH,
    padding_side: "right",
    clean_up_tokenization_spaces: false,
  };
  return { tokenizer: fileText(tokenizer), config: fileText(config) };
}

function begin(type: number): object {
  return { SpecialToken: { id: BOS, type_id: type } };
}

function sequence(id: "A" | "B", type: number): object {
  return { Sequence: { id, type_id: type } };
}

function fileText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
