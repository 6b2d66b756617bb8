// config.json of Phi 3 and 4 (mini, medium). Their long contexts turn by `longrope`, which their
// first configs call "su" and "yarn".

import { z } from "zod";
import { type GatedDecoderSizes, gatedDecoderFields, gatedDecoderSizes } from "./gated-decoder.js";
import { ropeOf, rotarySizeOf, turnedShare } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
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
  original_max_position_embeddings: positiveSize.default(4096),
});

/** First names of longrope in this family. */
const LONGROPE: readonly unknown[] = ["su", "yarn"];

/** @throws InputError as `gatedDecoderSizes`, `ropeOf` and `rotarySizeOf` do. */
export function phi3Config(label: string, json: z.infer<typeof phi3Schema>): Phi3Config {
  const sizes = gatedDecoderSizes(label, json);
  const rotarySize = rotarySizeOf(label, sizes.headSize, turnedShare(json) ?? 1);
  const named = {
    ...json,
    rope_scaling: withLongrope(json.rope_scaling),
    rope_parameters: withLongrope(json.rope_parameters),
  };
  const rope = ropeOf(label, named, rotarySize);
  return {
    ...sizes,
    modelType: "phi3",
    maxPositions: contextOf(sizes.maxPositions, rope),
    rope,
    rotarySize,
    window: json.sliding_window,
  };
}

/** Settings with the usual name of their type: transformers 5 leaves the first one in `type`. */
function withLongrope<Settings extends object>(settings: Settings | null | undefined) {
  return (
    settings &&
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) =>
        (key === "type" || key === "rope_type") && LONGROPE.includes(value)
          ? [key, "longrope"]
          : [key, value],
      ),
    )
  );
}
