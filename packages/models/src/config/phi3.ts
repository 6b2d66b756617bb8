// config.json of Phi 3 and 4 (mini, medium). Their long contexts turn by `longrope`, which is
// refused with other rope types: which of its two sets of speeds holds depends on the batch.

import { z } from "zod";
import { type GatedDecoderSizes, gatedDecoderFields, gatedDecoderSizes } from "./gated-decoder.js";
import { type Rope, ropeOf, rotarySizeOf, turnedShare } from "./rope.js";
import { epsilon, positiveSize } from "./sizes.js";

export interface Phi3Config extends GatedDecoderSizes {
  readonly modelType: "phi3";
  readonly rope: Rope;
  /** The first dimensions of each head, those that are rotated. */
  readonly rotarySize: number;
  /** How many tokens a token looks back over, itself counted; null: all. */
  readonly window: number | null;
}

export const phi3Schema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("phi3"),
  num_key_value_heads: positiveSize.nullable().default(null),
  max_position_embeddings: positiveSize.default(4096),
  rms_norm_eps: epsilon.default(1e-5),
  sliding_window: positiveSize.nullable().default(null),
});

/** @throws InputError as `gatedDecoderSizes`, `ropeOf` and `rotarySizeOf` do. */
export function phi3Config(label: string, json: z.infer<typeof phi3Schema>): Phi3Config {
  const sizes = gatedDecoderSizes(label, json);
  return {
    ...sizes,
    modelType: "phi3",
    rope: ropeOf(label, json),
    rotarySize: rotarySizeOf(label, sizes.headSize, turnedShare(json) ?? 1),
    window: json.sliding_window,
  };
}
