// config.json of the first Gemma.

import { InputError, shownValue } from "@w2s/base";
import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { gemmaFields, refuseBothSides } from "./gemma.js";

export interface Gemma1Config extends GatedDecoderConfig {
  readonly modelType: "gemma";
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
}

export const gemma1Schema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("gemma"),
  head_dim: gemmaFields.head_dim,
  hidden_act: z.string().default("gelu_pytorch_tanh"),
  hidden_activation: z.string().nullish(),
  tie_word_embeddings: gemmaFields.tie_word_embeddings,
  attention_bias: gemmaFields.attention_bias,
  use_bidirectional_attention: gemmaFields.use_bidirectional_attention,
});

/** @throws InputError as `gatedDecoderConfig`, for attention to both sides and two activations. */
export function gemma1Config(label: string, json: z.infer<typeof gemma1Schema>): Gemma1Config {
  refuseBothSides(label, json);
  // The released models say "gelu" and were trained with its approximation.
  const hidden_act = json.hidden_act === "gelu" ? "gelu_pytorch_tanh" : json.hidden_act;
  const newer = json.hidden_activation ?? hidden_act;
  if (newer !== hidden_act) {
    throw new InputError(
      `${label}: "hidden_activation" is ${shownValue(newer)}, and "hidden_act", its older name, ` +
        `is ${shownValue(json.hidden_act)}; keep the one that the model is to run with`,
    );
  }
  return {
    ...gatedDecoderConfig(label, { ...json, hidden_act }),
    modelType: "gemma",
    attentionBias: json.attention_bias,
  };
}
