// The pre-tokenizers of tokenizer.json by their type.

import { z } from "zod";
import { byteLevel, byteLevelWords } from "../byte-level.js";
import { PUNCTUATION } from "../normalizers/unicode-8.js";
import { type Builders, build, fields, listed, type TokenizerPart } from "../parts.js";
import { patternRegex, patternSchema } from "../pattern.js";
import { literalRegex } from "../regex.js";
import { RUST_WORD } from "../regex-classes.js";
import { behaviors, splitAt } from "../split.js";
import { metaspace } from "./metaspace.js";
import { type PreTokenizer, preTokenizer } from "./pre-tokenize.js";

/** Builds a pre-tokenizer. @throws InputError for one that is not supported, naming it */
export function buildPreTokenizer(part: TokenizerPart): PreTokenizer {
  return build("pre-tokenizer", builders, part);
}

const BERT_WORDS = new RegExp(`[^\\p{White_Space}${PUNCTUATION}]+|${PUNCTUATION}`, "gv");
const PUNCTUATION_MARK = new RegExp(PUNCTUATION, "gv");
const WORDS_AND_SIGNS = new RegExp(`${RUST_WORD}+|[^${RUST_WORD}\\p{White_Space}]+`, "gv");
const removing = { removes: true };

const byteLevelSchema = z.looseObject({
  add_prefix_space: z.boolean(),
  use_regex: z.boolean().default(true),
});
const punctuationSchema = z.looseObject({ behavior: behaviors.default("Isolated") });
const digitsSchema = z.looseObject({ individual_digits: z.boolean() });
const delimiterSchema = z.looseObject({ delimiter: z.string().min(1) });
const lengthSchema = z.looseObject({ length: z.int().positive().default(5) });
const splitSchema = z.looseObject({
  pattern: patternSchema,
  behavior: behaviors,
  invert: z.boolean().default(false),
});

const builders: Builders<PreTokenizer> = {
  BertPreTokenizer: () => preTokenizer((text) => text.match(BERT_WORDS) ?? [], removing),
  ByteLevel(part) {
    const { add_prefix_space, use_regex } = fields(part, byteLevelSchema);
    return preTokenizer(
      (text) => {
        const whole = add_prefix_space && !text.startsWith(" ") ? ` ${text}` : text;
        return use_regex ? byteLevelWords(whole) : [whole];
      },
      { asBytes: true },
    );
  },
  CharDelimiterSplit(part) {
    const delimiter = literalRegex(fields(part, delimiterSchema).delimiter);
    return preTokenizer((text) => splitAt(text, delimiter, "Removed"), removing);
  },
  Digits(part) {
    const { individual_digits } = fields(part, digitsSchema);
    const digits = individual_digits ? /\P{N}+|\p{N}/gu : /\P{N}+|\p{N}+/gu;
    return preTokenizer((text) => text.match(digits) ?? []);
  },
  FixedLength(part) {
    const { length } = fields(part, lengthSchema);
    const chunk = new RegExp(`.{1,${length}}`, "gsu");
    return preTokenizer((text) => text.match(chunk) ?? []);
  },
  Metaspace: metaspace,
  Punctuation(part) {
    const { behavior } = fields(part, punctuationSchema);
    const removes = behavior === "Removed";
    return preTokenizer((text) => splitAt(text, PUNCTUATION_MARK, behavior), { removes });
  },
  Sequence: (part) => sequence(listed(part, "pretokenizers").map(buildPreTokenizer)),
  Split(part) {
    const { pattern, behavior, invert } = fields(part, splitSchema);
    const regex = patternRegex(pattern, part.place);
    const removes = behavior === "Removed";
    return preTokenizer((text) => splitAt(text, regex, behavior, invert), { removes });
  },
  Whitespace: () => preTokenizer((text) => text.match(WORDS_AND_SIGNS) ?? [], removing),
  WhitespaceSplit: () => preTokenizer((text) => text.match(/\P{White_Space}+/gu) ?? [], removing),
};

/** One after another; bytes are written out where another step reads them. */
function sequence(steps: readonly PreTokenizer[]): PreTokenizer {
  const last = steps.at(-1);
  return preTokenizer(
    (text, isFirst) => {
      let pieces: readonly string[] = [text];
      let first = isFirst;
      for (const step of steps) {
        const before = pieces[0];
        const split =
          pieces.length === 1
            ? step.split(pieces[0]!, first)
            : pieces.flatMap((piece, i) => step.split(piece, first && i === 0));
        first &&= !step.removes || (split[0] !== undefined && before!.startsWith(split[0]));
        pieces = step.asBytes && step !== last ? split.map(byteLevel) : split;
      }
      return pieces;
    },
    { asBytes: last?.asBytes ?? false, removes: steps.some(({ removes }) => removes) },
  );
}
