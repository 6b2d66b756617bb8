// config.json of OPT: decoders with learnt positions, norms before or after each sublayer, and in
// one size embeddings of another width than the blocks.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import {
  blockCount,
  decoderFields,
  flag,
  type ModelSizes,
  positiveSize,
  wholeHeads,
} from "./sizes.js";

export interface OptConfig extends ModelSizes {
  readonly modelType: "opt";
  /** Width of the embeddings, and of what the output matrix is multiplied with. */
  readonly embeddingSize: number;
  /** Norms before each sublayer, else after each sum. */
  readonly normBefore: boolean;
  readonly finalNorm: boolean;
  /** Biases of the linear layers. */
  readonly bias: boolean;
  /** The output matrix is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
}

export const optSchema = z.object({
  model_type: z.literal("opt"),
  ...decoderFields,
  vocab_size: positiveSize,
  hidden_size: positiveSize,
  word_embed_proj_dim: positiveSize.nullish(),
  num_hidden_layers: blockCount,
  num_attention_heads: positiveSize,
  ffn_dim: positiveSize,
  activation_function: z.string().default("relu"),
  max_position_embeddings: positiveSize.default(2048),
  do_layer_norm_before: z.boolean().default(true),
  _remove_final_layer_norm: flag,
  enable_bias: z.boolean().default(true),
  layer_norm_elementwise_affine: z.boolean().default(true),
  tie_word_embeddings: z.boolean().default(true),
});

/**
 * @throws InputError for norms without parameters, an unknown activation, or heads that do not
 * divide the width.
 */
export function optConfig(label: string, json: z.infer<typeof optSchema>): OptConfig {
  if (!json.layer_norm_elementwise_affine) {
    throw new InputError(`${label}: "layer_norm_elementwise_affine" must be true, got false`);
  }
  return {
    modelType: "opt",
    vocabSize: json.vocab_size,
    hiddenSize: json.hidden_size,
    embeddingSize: json.word_embed_proj_dim ?? json.hidden_size,
    layers: json.num_hidden_layers,
    heads: json.num_attention_heads,
    headSize: wholeHeads(label, json.hidden_size, json.num_attention_heads),
    intermediateSize: json.ffn_dim,
    activation: activationOf(label, "activation_function", json.activation_function),
    maxPositions: json.max_position_embeddings,
    normBefore: json.do_layer_norm_before,
    finalNorm: json.do_layer_norm_before && !json._remove_final_layer_norm,
    bias: json.enable_bias,
    tiedEmbeddings: json.tie_word_embeddings,
  };
}
