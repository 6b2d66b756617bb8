// config.json of OLMo 2.

import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { epsilon, flag, positiveSize } from "./sizes.js";

export interface Olmo2Config extends GatedDecoderConfig {
  readonly modelType: "olmo2";
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
}

export const olmo2Schema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("olmo2"),
  num_key_value_heads: positiveSize.nullable().default(null),
  max_position_embeddings: positiveSize.default(2048),
  rms_norm_eps: epsilon.default(1e-5),
  attention_bias: flag,
});

/** @throws InputError as `gatedDecoderConfig` does. */
export function olmo2Config(label: string, json: z.infer<typeof olmo2Schema>): Olmo2Config {
  return {
    ...gatedDecoderConfig(label, json),
    modelType: "olmo2",
    attentionBias: json.attention_bias,
  };
}
