// config.json of the Llama family: decoders with rotary positions, RMS norm before each sublayer, a gated feed-forward
// and grouped-query attention (SmolLM2, Llama 2 and 3, TinyLlama).

import { InputError } from "@w2s/grad";
import { z } from "zod";
import { type Activation, activationOf } from "./activation.js";
import { wholeHeads } from "./bert.js";
import { type Rope, ropeFields, ropeOf } from "./rope.js";

export interface LlamaConfig {
  readonly modelType: "llama";
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  /** Key and value heads; each serves `heads / kvHeads` query heads. */
  readonly kvHeads: number;
  readonly headSize: number;
  readonly intermediateSize: number;
  readonly activation: Activation;
  readonly normEps: number;
  /** Longest input, in tokens. */
  readonly maxPositions: number;
  readonly rope: Rope;
  /** The output matrix is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
  readonly attentionBias: boolean;
  readonly mlpBias: boolean;
}

const size = z.int().positive();

export const llamaSchema = z.object({
  model_type: z.literal("llama"),
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  intermediate_size: size,
  hidden_act: z.string().default("silu"),
  rms_norm_eps: z.number().positive().default(1e-6),
  max_position_embeddings: size,
  tie_word_embeddings: z.boolean().default(false),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  ...ropeFields,
});

/** @throws InputError for an unknown activation or rope type, or head counts that do not divide. */
export function llamaConfig(label: string, json: z.infer<typeof llamaSchema>): LlamaConfig {
  const heads = json.num_attention_heads;
  const kvHeads = json.num_key_value_heads ?? heads;
  if (heads % kvHeads !== 0) {
    throw new InputError(
      `${label}: "num_attention_heads" must be a multiple of "num_key_value_heads", got ${heads} and ${kvHeads}`,
    );
  }
  const headSize = json.head_dim ?? wholeHeads(label, json.hidden_size, heads);
  if (headSize % 2 !== 0) {
    throw new InputError(`${label}: rotary positions need an even head size, got ${headSize}`);
  }
  return {
    modelType: "llama",
    vocabSize: json.vocab_size,
    hiddenSize: json.hidden_size,
    layers: json.num_hidden_layers,
    heads,
    kvHeads,
    headSize,
    intermediateSize: json.intermediate_size,
    activation: activationOf(label, json.hidden_act),
    normEps: json.rms_norm_eps,
    maxPositions: json.max_position_embeddings,
    rope: ropeOf(label, json),
    tiedEmbeddings: json.tie_word_embeddings,
    attentionBias: json.attention_bias,
    mlpBias: json.mlp_bias,
  };
}
