// config.json of GPT-2 (GPT-2 small to XL, DistilGPT2): decoders with learnt positions.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import {
  blockCount,
  decoderFields,
  epsilon,
  flag,
  type ModelSizes,
  positiveSize,
  wholeHeads,
} from "./sizes.js";

export interface Gpt2Config extends ModelSizes {
  readonly modelType: "gpt2";
  readonly normEps: number;
  /** The output matrix is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
}

export const gpt2Schema = z.object({
  model_type: z.literal("gpt2"),
  ...decoderFields,
  vocab_size: positiveSize,
  n_embd: positiveSize,
  n_layer: blockCount,
  n_head: positiveSize,
  n_inner: positiveSize.nullish(),
  n_positions: positiveSize,
  activation_function: z.string().default("gelu_new"),
  layer_norm_epsilon: epsilon.default(1e-5),
  tie_word_embeddings: z.boolean().default(true),
  scale_attn_weights: z.boolean().default(true),
  scale_attn_by_inverse_layer_idx: flag,
  add_cross_attention: flag,
});

/**
 * Options with the one value that is implemented. `reorder_and_upcast_attn` changes nothing in
 * float32.
 */
const FIXED = {
  scale_attn_weights: true,
  scale_attn_by_inverse_layer_idx: false,
  add_cross_attention: false,
} as const;

/**
 * @throws InputError for other scales of attention, cross-attention, an unknown activation, or
 * heads that do not divide.
 */
export function gpt2Config(label: string, json: z.infer<typeof gpt2Schema>): Gpt2Config {
  for (const [option, value] of Object.entries(FIXED)) {
    const found = json[option as keyof typeof FIXED];
    if (found !== value)
      throw new InputError(`${label}: "${option}" must be ${value}, got ${found}`);
  }
  return {
    modelType: "gpt2",
    vocabSize: json.vocab_size,
    hiddenSize: json.n_embd,
    layers: json.n_layer,
    heads: json.n_head,
    headSize: wholeHeads(label, json.n_embd, json.n_head, ["n_embd", "n_head"]),
    intermediateSize: json.n_inner ?? 4 * json.n_embd,
    activation: activationOf(label, "activation_function", json.activation_function),
    normEps: json.layer_norm_epsilon,
    maxPositions: json.n_positions,
    tiedEmbeddings: json.tie_word_embeddings,
  };
}
