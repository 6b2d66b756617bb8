// What config.json would say of a model whose GGUF stands alone, from its metadata. Fields and what
// is left to the family's defaults are those of transformers (integrations/ggml.py).

import { InputError } from "@w2s/base";
import type { GgufFile } from "./gguf.js";
import type { GgufScalar } from "./gguf-header.js";
import { ropeScalingOf } from "./gguf-rope.js";
import { oneValue } from "./gguf-value.js";

type Fields = Readonly<Record<string, string>>;

/** Keys below the architecture's own name, and what config.json calls them. */
const SIZES: Fields = {
  block_count: "num_hidden_layers",
  context_length: "max_position_embeddings",
  embedding_length: "hidden_size",
  feed_forward_length: "intermediate_size",
  "attention.head_count": "num_attention_heads",
  "attention.head_count_kv": "num_key_value_heads",
  "attention.key_length": "head_dim",
  "attention.layer_norm_rms_epsilon": "rms_norm_eps",
  "rope.freq_base": "rope_theta",
};

const RMS_EPSILON = "attention.layer_norm_rms_epsilon";

interface Alone {
  readonly modelType: string;
  readonly fields: Fields;
  /** The key of its norms' epsilon, which llama.cpp needs too. */
  readonly epsilon: string;
  /** What its tensors say that its metadata do not. */
  readonly byTensors?: (has: (name: string) => boolean) => Readonly<Record<string, boolean>>;
}

/** Without these no model of its family is told from another. */
const NEEDED = [
  "block_count",
  "context_length",
  "embedding_length",
  "feed_forward_length",
  "attention.head_count",
];

const ALONE: Readonly<Record<string, Alone>> = {
  llama: {
    modelType: "llama",
    epsilon: RMS_EPSILON,
    fields: SIZES,
    byTensors: (has) => ({
      attention_bias: has("blk.0.attn_q.bias"),
      mlp_bias: has("blk.0.ffn_up.bias"),
    }),
  },
  qwen2: { modelType: "qwen2", epsilon: RMS_EPSILON, fields: SIZES },
  qwen3: { modelType: "qwen3", epsilon: RMS_EPSILON, fields: SIZES },
  gpt2: {
    modelType: "gpt2",
    epsilon: "attention.layer_norm_epsilon",
    fields: {
      block_count: "n_layer",
      context_length: "n_positions",
      embedding_length: "n_embd",
      feed_forward_length: "n_inner",
      "attention.head_count": "n_head",
      "attention.layer_norm_epsilon": "layer_norm_epsilon",
    },
  },
  gemma3: {
    modelType: "gemma3_text",
    epsilon: RMS_EPSILON,
    fields: {
      ...SIZES,
      "attention.sliding_window": "sliding_window",
      "attention.sliding_window_pattern": "sliding_window_pattern",
      "rope.freq_base_swa": "rope_local_base_freq",
      final_logit_softcapping: "final_logit_softcapping",
    },
  },
};

/** Gemma 3 of 27B, which llama.cpp knows by its blocks, scales scores by the width of all heads. */
const LARGEST_GEMMA3 = 62;

const rowsOf = ({ tensors }: GgufFile, name: string): number | undefined =>
  tensors.get(name)?.shape[0];

/**
 * @throws InputError for an architecture whose metadata are not enough here: it needs a config.json
 * beside the file
 */
export function configOfGguf(file: GgufFile): Readonly<Record<string, unknown>> {
  const architecture = String(file.values.get("general.architecture"));
  const alone = Object.hasOwn(ALONE, architecture) ? ALONE[architecture] : undefined;
  if (!alone) {
    throw new InputError(
      `${file.label}: a GGUF of "${architecture}" is not read alone, as one of ` +
        `${Object.keys(ALONE).join(", ")} is; put the model's config.json and tokenizer.json ` +
        "beside it",
    );
  }
  const value = (key: string) => oneValue(file, `${architecture}.${key}`);
  const unsaid = [...NEEDED, alone.epsilon].find((key) => value(key) === undefined);
  if (unsaid !== undefined) {
    throw new InputError(
      `${file.label}: its metadata lack "${architecture}.${unsaid}"; put the model's config.json ` +
        "and tokenizer.json beside it",
    );
  }
  const words = file.list("tokenizer.ggml.tokens") ?? { length: rowsOf(file, "token_embd.weight") };
  const fields = Object.entries(alone.fields)
    .map(([key, name]) => [name, value(key)] as const)
    .filter(([, found]) => found !== undefined);
  const config: Record<string, GgufScalar | undefined> = Object.fromEntries(fields);
  const scaling = ropeScalingOf(file, architecture);
  return {
    model_type: alone.modelType,
    vocab_size: value("vocab_size") ?? words.length,
    // Where a file does not say them, as many as heads.
    num_key_value_heads: config.num_attention_heads,
    // And heads as wide as divides the width, whatever the family's default.
    ...(config.hidden_size !== undefined && {
      head_dim: Number(config.hidden_size) / Number(config.num_attention_heads),
    }),
    ...config,
    ...alone.byTensors?.((name) => file.tensors.has(name)),
    ...(scaling && { rope_scaling: scaling }),
    ...(config.num_hidden_layers === LARGEST_GEMMA3
      ? { query_pre_attn_scalar: Number(config.hidden_size) / Number(config.num_attention_heads) }
      : {}),
    ...Object.fromEntries(
      ["bos", "eos", "padding"].map((name) => [
        `${name === "padding" ? "pad" : name}_token_id`,
        oneValue(file, `tokenizer.ggml.${name}_token_id`),
      ]),
    ),
    tie_word_embeddings: !file.tensors.has("output.weight"),
  };
}
