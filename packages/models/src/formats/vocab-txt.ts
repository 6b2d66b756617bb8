// BERT's vocab.txt, a token a line, as the tokenizer.json that transformers makes of it
// (BertTokenizer): basic words, then the longest pieces.

import { InputError, lfsPointer, readText } from "@w2s/base";
import { addedToken, template } from "./special-tokens.js";

/** What tokenizer_config.json says that matters here. */
export interface VocabularyConfig {
  readonly tokenizer_class?: string | null | undefined;
  readonly do_lower_case?: boolean | null | undefined;
}

const CLASSES = /^((Distil|Mobile)?Bert|Electra)Tokenizer(Fast)?$/;
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

/**
 * @throws InputError for another class's vocabulary, one without the tokens that BERT's has, and
 * one with capitals where nothing says whether texts keep theirs
 */
export function tokenizerOfVocabulary(path: string, config: VocabularyConfig) {
  const { tokenizer_class: named, do_lower_case: lowers } = config;
  if (named && !CLASSES.test(named)) {
    throw new InputError(`${path}: read for BERT's tokenizer, not for ${named}; ${NEXT}`);
  }
  const text = readText(path);
  if (text.startsWith(lfsPointer.beginning)) throw new InputError(`${path}: is ${lfsPointer.says}`);
  // Lines end as Python's do.
  const lines = text.replace(/(?:\r\n?|\n)$/, "").split(/\r\n?|\n/);
  const vocab = Object.fromEntries(lines.map((token, id) => [token, id]));
  const missing = ["[UNK]", "[CLS]", "[SEP]"].find((token) => !Object.hasOwn(vocab, token));
  if (missing !== undefined) throw new InputError(`${path}: has no ${missing}; ${NEXT}`);
  const isCased = lines.some(
    (token) => !SPECIAL.includes(token) && /^(##)?\p{Lu}\p{Ll}/u.test(token),
  );
  if (isCased && lowers == null) {
    throw new InputError(
      `${path}: has capitals; say in tokenizer_config.json whether texts lose theirs: ` +
        '{ "do_lower_case": false }',
    );
  }
  const tokens = SPECIAL.filter((token) => Object.hasOwn(vocab, token));
  const token = (content: string) => ({ id: vocab[content]!, content });
  return {
    added_tokens: tokens.map((content) => addedToken(token(content))),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: lowers ?? true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: template(token("[CLS]"), token("[SEP]")),
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

const NEXT =
  "write a tokenizer.json with AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)";
