// How large a model of the world is, and its config.json.

import { vocabulary } from "../world/index.js";

export interface ModelSize {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
}

/** Longest text, in tokens: the tokenizer's limit. */
export const maxPositions = 64;
export const normEpsilon = 1e-5;
export const ropeTheta = 10_000;

/** The config of a Hugging Face folder. */
export function modelConfig({
  width,
  layers,
  heads,
  feedForward,
}: ModelSize): Record<string, unknown> {
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    vocab_size: vocabulary.length,
    hidden_size: width,
    intermediate_size: feedForward,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: heads,
    hidden_act: "silu",
    max_position_embeddings: maxPositions,
    rms_norm_eps: normEpsilon,
    rope_theta: ropeTheta,
    attention_bias: false,
    mlp_bias: false,
    tie_word_embeddings: true,
    pad_token_id: 0,
    bos_token_id: 1,
    eos_token_id: 2,
    dtype: "float32",
  };
}
