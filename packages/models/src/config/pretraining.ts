// What a config.json says of the pretraining behind its weights: a field of w2s's own, written by `w2s pretrain`. Others
// do not say it, and it is not guessed.

import { z } from "zod";
import { readJson } from "../schema.js";

/** How much went into a model. */
export interface Pretraining {
  /** Tokens read in training, repetitions included. */
  readonly tokens: number;
  /** Floating-point operations, forward and backward. */
  readonly flop: number;
}

const schema = z.looseObject({
  w2s_pretraining: z
    .looseObject({ tokens: z.number().positive(), flop: z.number().positive() })
    .nullish()
    .default(null),
});

/**
 * The `w2s_pretraining: { tokens, flop }` of a config.json; null where there is none.
 * @throws InputError for numbers that are none, or not positive
 */
export function readPretraining(path: string): Pretraining | null {
  const found = readJson(path, schema).w2s_pretraining;
  return found && { tokens: found.tokens, flop: found.flop };
}
