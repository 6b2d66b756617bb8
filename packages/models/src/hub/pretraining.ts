// What a model's folder says of the pretraining behind its weights: two fields of card.json, which
// `w2s pretrain` writes. Published models do not say it, and it is not guessed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** How much went into a model. */
export interface Pretraining {
  /** Tokens read in training, repetitions included. */
  readonly tokens: number;
  /** Floating-point operations, forward and backward. */
  readonly flop: number;
}

const card = z.looseObject({ tokens: z.number().positive(), flop: z.number().positive() });

/**
 * `tokens` and `flop` of the folder's card.json; null where there is no such file, or it is another
 * kind of card.
 */
export function readPretraining(folder: string): Pretraining | null {
  try {
    const { tokens, flop } = card.parse(
      JSON.parse(readFileSync(join(folder, "card.json"), "utf8")),
    );
    return { tokens, flop };
  } catch {
    return null;
  }
}
