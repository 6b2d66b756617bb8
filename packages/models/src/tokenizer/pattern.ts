// A pattern of tokenizer.json: { "String": ... } or { "Regex": ... }.

import { z } from "zod";
import { fromOniguruma, literalRegex } from "./regex.js";

export const patternSchema = z.union(
  [z.strictObject({ String: z.string() }), z.strictObject({ Regex: z.string() })],
  { error: 'must be { "String": ... } or { "Regex": ... }' },
);

/**
 * The expression that matches a pattern; the empty string is found before every character.
 * @throws InputError naming `place` for an expression that is not supported
 */
export function patternRegex(pattern: z.infer<typeof patternSchema>, place: string): RegExp {
  if ("Regex" in pattern) return fromOniguruma(pattern.Regex, place);
  return literalRegex(pattern.String);
}
