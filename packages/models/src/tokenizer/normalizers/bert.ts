// BERT's normalizer: control characters, Chinese characters, accents, case.

import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import type { Normalize } from "./normalize.js";
import { CONTROL, MARK } from "./unicode-8.js";

const CONTROLS = new RegExp(CONTROL, "gv");
const MARKS = new RegExp(MARK, "gv");
const SPACES = /\p{White_Space}/gu;
/** The blocks that BERT takes for Chinese characters. */
const IDEOGRAPHS =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu;
/** Letters, digits, signs and blanks that nothing but their case can change. */
const PLAIN = /^[ -~]*$/;

const schema = z.looseObject({
  clean_text: z.boolean(),
  handle_chinese_chars: z.boolean(),
  /** Null: as `lowercase`. */
  strip_accents: z.boolean().nullish(),
  lowercase: z.boolean(),
});

export function bertNormalizer(part: TokenizerPart): Normalize {
  const config = fields(part, schema);
  const stripAccents = config.strip_accents ?? config.lowercase;
  return (text) => {
    if (PLAIN.test(text)) return config.lowercase ? text.toLowerCase() : text;
    let result = text;
    if (config.clean_text) result = result.replace(CONTROLS, "").replace(SPACES, " ");
    if (config.handle_chinese_chars) result = result.replace(IDEOGRAPHS, " $& ");
    if (stripAccents) result = result.normalize("NFD").replace(MARKS, "");
    return config.lowercase ? lowercase(result) : result;
  };
}

/** Character by character: a Greek capital sigma at a word's end becomes the ordinary small one. */
export function lowercase(text: string): string {
  return text.replaceAll("Σ", "σ").toLowerCase();
}
