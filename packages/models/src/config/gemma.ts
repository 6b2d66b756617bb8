// What the configs of Gemmas have in common; those of 2 and 3 all of it.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import { type GatedDecoderSizes, gatedDecoderFields, gatedDecoderSizes } from "./gated-decoder.js";
import { flag, positiveSize } from "./sizes.js";

export interface GemmaConfig extends GatedDecoderSizes {
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
  /** Scores of attention are divided by its square root. */
  readonly queryScalar: number;
  /** Logits of the next token become `cap tanh(logit / cap)`; null: they stay. */
  readonly logitCap: number | null;
}

const cap = z.number().positive().nullable();

export const gemmaFields = {
  ...gatedDecoderFields,
  hidden_activation: z.string().default("gelu_pytorch_tanh"),
  head_dim: positiveSize.default(256),
  tie_word_embeddings: z.boolean().default(true),
  attention_bias: flag,
  query_pre_attn_scalar: z.number().positive().default(256),
  sliding_window: positiveSize.nullable().default(4096),
  layer_types: z.array(z.string()).nullish(),
  attn_logit_softcapping: cap.default(null),
  final_logit_softcapping: cap.default(null),
  use_bidirectional_attention: z.boolean().nullish(),
};

/** @throws InputError for attention to both sides. */
export function refuseBothSides(
  label: string,
  json: { readonly use_bidirectional_attention?: boolean | null | undefined },
): void {
  if (!json.use_bidirectional_attention) return;
  throw new InputError(`${label}: "use_bidirectional_attention" must be false, got true`);
}

/** @throws InputError as `gatedDecoderSizes`, and for attention to both sides. */
export function gemmaConfig(
  label: string,
  json: z.infer<z.ZodObject<typeof gemmaFields>>,
): GemmaConfig {
  refuseBothSides(label, json);
  const { hidden_act: _, ...sizes } = json;
  return {
    ...gatedDecoderSizes(label, { ...sizes, hidden_act: "silu" }),
    activation: activationOf(label, "hidden_activation", json.hidden_activation),
    attentionBias: json.attention_bias,
    queryScalar: json.query_pre_attn_scalar,
    logitCap: json.final_logit_softcapping,
  };
}
