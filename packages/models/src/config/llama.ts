// config.json of the Llama family (SmolLM2, Llama 2 and 3, TinyLlama).

import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { flag, positiveSize } from "./sizes.js";

export interface LlamaConfig extends GatedDecoderConfig {
  readonly modelType: "llama";
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
  readonly mlpBias: boolean;
}

export const llamaSchema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("llama"),
  num_key_value_heads: positiveSize.nullable().default(null),
  attention_bias: flag,
  mlp_bias: flag,
});

/** @throws InputError as `gatedDecoderConfig` does. */
export function llamaConfig(label: string, json: z.infer<typeof llamaSchema>): LlamaConfig {
  return {
    ...gatedDecoderConfig(label, json),
    modelType: "llama",
    attentionBias: json.attention_bias,
    mlpBias: json.mlp_bias,
  };
}
