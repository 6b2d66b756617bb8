// What a GGUF means by `tokenizer.ggml.pre`: how byte-level vocabularies take texts apart before
// they merge, as the tokenizer.json of the models has it that the names are of.

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

const WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";
const REST = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

interface ByteLevel {
  readonly preTokenizer: object;
  readonly normalizer?: object;
  /** Words of the vocabulary are taken whole; default false. */
  readonly ignoreMerges?: boolean;
  /** A text begins with the first token where a file does not say; default false. */
  readonly begins?: boolean;
}

const LLAMA_3: ByteLevel = {
  preTokenizer: inTurn(split(`${WORDS}|\\p{N}{1,3}|${REST}`), byteLevel(false)),
  ignoreMerges: true,
  begins: true,
};

export const BYTE_LEVEL: Readonly<Record<string, ByteLevel>> = {
  "gpt-2": { preTokenizer: byteLevel(true) },
  "llama-bpe": LLAMA_3,
  "llama-v3": LLAMA_3,
  llama3: LLAMA_3,
  qwen2: {
    preTokenizer: inTurn(split(`${WORDS}|\\p{N}|${REST}`), byteLevel(false)),
    normalizer: { type: "NFC" },
  },
  smollm: { preTokenizer: inTurn({ type: "Digits", individual_digits: true }, byteLevel(true)) },
};
