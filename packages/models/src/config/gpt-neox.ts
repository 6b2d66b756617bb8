// config.json of GPT-NeoX (Pythia, GPT-NeoX-20B): decoders that rotate a part of each head.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import { ropeFields, ropeOf, rotarySizeOf, turnedShare } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
import {
  blockCount,
  decoderFields,
  epsilon,
  flag,
  type ModelSizes,
  positiveSize,
  wholeHeads,
} from "./sizes.js";

export interface GptNeoxConfig extends ModelSizes {
  readonly modelType: "gpt_neox";
  /** The first dimensions of each head, those that are rotated. */
  readonly rotarySize: number;
  readonly normEps: number;
  readonly rope: Rope;
  /**
   * Attention and feed-forward read the same input; else the feed-forward reads what attention
   * gave.
   */
  readonly parallelResidual: boolean;
  readonly attentionBias: boolean;
  /** The output matrix is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
}

export const gptNeoxSchema = z.object({
  model_type: z.literal("gpt_neox"),
  ...decoderFields,
  vocab_size: positiveSize,
  hidden_size: positiveSize,
  num_hidden_layers: blockCount,
  num_attention_heads: positiveSize,
  head_dim: positiveSize.nullish(),
  intermediate_size: positiveSize,
  hidden_act: z.string().default("gelu"),
  layer_norm_eps: epsilon.default(1e-5),
  max_position_embeddings: positiveSize,
  use_parallel_residual: z.boolean().default(true),
  attention_bias: z.boolean().default(true),
  tie_word_embeddings: flag,
  rotary_pct: z.number().positive().max(1).default(0.25),
  rotary_emb_base: z.number().positive().default(10_000),
  ...ropeFields,
});

/**
 * @throws InputError for an unknown activation or rope type, or heads or rotated dimensions that do
 * not divide.
 */
export function gptNeoxConfig(label: string, json: z.infer<typeof gptNeoxSchema>): GptNeoxConfig {
  const headSize = wholeHeads(label, json.hidden_size, json.num_attention_heads);
  if ((json.head_dim ?? headSize) !== headSize) {
    throw new InputError(
      `${label}: "head_dim" must be ${headSize}, the width by the heads, got ${json.head_dim}`,
    );
  }
  const share = turnedShare({ ...json, partial_rotary_factor: null }) ?? json.rotary_pct;
  const rotarySize = rotarySizeOf(label, headSize, share);
  const rope = ropeOf(label, { ...json, rope_theta: json.rotary_emb_base }, rotarySize);
  return {
    modelType: "gpt_neox",
    vocabSize: json.vocab_size,
    hiddenSize: json.hidden_size,
    layers: json.num_hidden_layers,
    heads: json.num_attention_heads,
    headSize,
    rotarySize,
    intermediateSize: json.intermediate_size,
    activation: activationOf(label, "hidden_act", json.hidden_act),
    normEps: json.layer_norm_eps,
    maxPositions: contextOf(json.max_position_embeddings, rope),
    rope,
    parallelResidual: json.use_parallel_residual,
    attentionBias: json.attention_bias,
    tiedEmbeddings: json.tie_word_embeddings,
  };
}
