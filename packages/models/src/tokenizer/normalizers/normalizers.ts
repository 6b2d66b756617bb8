// The normalizers of tokenizer.json by their type.

import { z } from "zod";
import { byteLevel } from "../byte-level.js";
import { type Builders, build, fields, listed, type TokenizerPart } from "../parts.js";
import { patternRegex, patternSchema } from "../pattern.js";
import { replaceAt } from "../split.js";
import { bertNormalizer, lowercase } from "./bert.js";
import type { Normalize } from "./normalize.js";
import { precompiled } from "./precompiled.js";
import { type Form, inForm, withoutAccents } from "./unicode-9.js";

/** Builds a normalizer. @throws InputError for one that is not supported, naming it */
export function buildNormalizer(part: TokenizerPart): Normalize {
  return build("normalizer", builders, part);
}

const form = (name: Form) => () => (text: string) => inForm(text, name);
const sides = z.looseObject({ strip_left: z.boolean(), strip_right: z.boolean() });
const prepended = z.looseObject({ prepend: z.string() });
const replaced = z.looseObject({ pattern: patternSchema, content: z.string() });

const LEFT = /^\p{White_Space}+/u;
const BLANK = /\p{White_Space}/u;

function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && BLANK.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

const builders: Builders<Normalize> = {
  BertNormalizer: bertNormalizer,
  ByteLevel: () => byteLevel,
  Lowercase: () => lowercase,
  NFC: form("NFC"),
  NFD: form("NFD"),
  NFKC: form("NFKC"),
  NFKD: form("NFKD"),
  Nmt: () => (text) =>
    text.replace(CONTROLS, (one) => (nmtKeeps(one) ? one : "")).replace(NMT_BLANKS, " "),
  Precompiled: precompiled,
  Prepend(part) {
    const { prepend } = fields(part, prepended);
    return (text) => (text === "" ? text : prepend + text);
  },
  Replace(part) {
    const { pattern, content } = fields(part, replaced);
    if ("String" in pattern && pattern.String !== "") {
      const { String: found } = pattern;
      return (text) => text.replaceAll(found, () => content);
    }
    const regex = patternRegex(pattern, part.place);
    return (text) => replaceAt(text, regex, content);
  },
  Sequence(part) {
    const steps = listed(part, "normalizers").map(buildNormalizer);
    return (text) => steps.reduce((result, step) => step(result), text);
  },
  Strip(part) {
    const { strip_left, strip_right } = fields(part, sides);
    return (text) => {
      const left = strip_left ? text.replace(LEFT, "") : text;
      return strip_right ? withoutBlanksAtEnd(left) : left;
    };
  },
  StripAccents: () => withoutAccents,
};

/** Of SentencePiece's rules for machine translation. */
const CONTROLS = /\p{Cc}/gu;
const nmtKeeps = (control: string): boolean =>
  "\0\t\n\f\r".includes(control) || /[\u0080-\u008e\u0090-\u009e]/.test(control);
const NMT_BLANKS = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g;
