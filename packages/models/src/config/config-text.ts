// config.json as transformers reads it back.

/**
 * Fields that transformers' config classes take as a float alone: there a whole number is written
 * with a point, since 30 would be refused. JavaScript's numbers do not tell 30 from 30.0.
 */
const FLOATS = [
  "attn_logit_softcapping",
  "final_logit_softcapping",
  "init_std",
  "initializer_cutoff_factor",
  "initializer_range",
];

const WHOLE = new RegExp(`^(  "(?:${FLOATS.join("|")})": -?\\d+)(,?)$`, "gm");

/** The text of a config.json, whose own fields stand at its first level. */
export function configText(config: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(config, null, 2).replace(WHOLE, "$1.0$2")}\n`;
}
