// SentencePiece's blanks: each becomes U+2581, and one may be put before the text.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { fields, type TokenizerPart } from "../parts.js";
import { literalRegex } from "../regex.js";
import { splitAt } from "../split.js";
import { type PreTokenizer, preTokenizer } from "./pre-tokenize.js";

const schema = z.looseObject({
  replacement: z.string().min(1),
  prepend_scheme: z.enum(["always", "first", "never"]).optional(),
  /** The older spelling: false is "never". */
  add_prefix_space: z.boolean().nullish(),
  split: z.boolean().nullish(),
});

export function metaspace(part: TokenizerPart): PreTokenizer {
  const { replacement, prepend_scheme, add_prefix_space, split } = fields(part, schema);
  if (add_prefix_space === false && (prepend_scheme ?? "never") !== "never") {
    throw new InputError(
      `${part.place}: "add_prefix_space": false and "prepend_scheme": "${prepend_scheme}" say ` +
        'different things; write "prepend_scheme" alone',
    );
  }
  const scheme = prepend_scheme ?? (add_prefix_space === false ? "never" : "always");
  const mark = literalRegex(replacement);
  return preTokenizer((text, isFirst) => {
    const marked = text.replaceAll(" ", () => replacement);
    const prepends = scheme === "always" || (scheme === "first" && isFirst);
    const whole = prepends && !marked.startsWith(replacement) ? replacement + marked : marked;
    return (split ?? true) ? splitAt(whole, mark, "MergedWithNext") : [whole];
  });
}
