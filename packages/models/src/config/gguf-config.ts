// What config.json would say, from a GGUF file's metadata (gguf.md of ggml, "Standardized
// key-value pairs"). The keys of an architecture begin with its name; a family is one entry here.

import { InputError } from "@w2s/base";
import { type GgufFile, openGguf } from "../formats/gguf.js";

type Fields = Readonly<Record<string, unknown>>;

/** How a family's config says what an architecture's metadata says. */
type Reader = (values: Values, file: GgufFile) => Fields;

/** The numbers and texts under an architecture's name. */
interface Values {
  /** @throws InputError where it is not said */
  number(key: string): number;
  optional(key: string): number | string | undefined;
}

/** By `general.architecture`. */
const FAMILIES: Readonly<Record<string, Reader>> = {
  llama: (values, file) => ({
    ...decoder(values, file),
    model_type: "llama",
    attention_bias: file.tensors.has("blk.0.attn_q.bias"),
    mlp_bias: file.tensors.has("blk.0.ffn_up.bias"),
  }),
  qwen2: (values, file) => ({ ...decoder(values, file), model_type: "qwen2" }),
  qwen3: (values, file) => ({ ...decoder(values, file), model_type: "qwen3" }),
};

/**
 * The fields of a config.json, those that matter here.
 * @throws InputError for an architecture that is not read without its config.json, and for metadata
 * that does not say enough
 */
export function ggufConfig(path: string): Fields {
  const file = openGguf(path);
  try {
    const architecture = String(file.values.get("general.architecture"));
    const read = Object.hasOwn(FAMILIES, architecture) ? FAMILIES[architecture] : undefined;
    if (read === undefined) {
      throw new InputError(
        `${path}: without config.json GGUF is read for ${Object.keys(FAMILIES).join(", ")}, got ` +
          `${JSON.stringify(architecture)}; put config.json and tokenizer.json beside it`,
      );
    }
    return read(valuesOf(file, architecture), file);
  } finally {
    file.close();
  }
}

function valuesOf(file: GgufFile, architecture: string): Values {
  const optional = (key: string) => {
    const value = file.values.get(`${architecture}.${key}`);
    if (typeof value === "bigint") return Number(value);
    return typeof value === "number" || typeof value === "string" ? value : undefined;
  };
  return {
    optional,
    number(key) {
      const value = optional(key);
      if (typeof value === "number") return value;
      throw new InputError(
        `${file.label}: its metadata lacks "${architecture}.${key}"; put the model's config.json ` +
          "and tokenizer.json beside it",
      );
    },
  };
}

/** Decoders with gated feed-forwards and rotary positions. */
function decoder({ number, optional }: Values, file: GgufFile): Fields {
  const heads = number("attention.head_count");
  return {
    vocab_size: file.tensors.get("token_embd.weight")?.shape[0],
    hidden_size: number("embedding_length"),
    num_hidden_layers: number("block_count"),
    num_attention_heads: heads,
    num_key_value_heads: optional("attention.head_count_kv") ?? heads,
    head_dim: optional("attention.key_length") ?? null,
    intermediate_size: number("feed_forward_length"),
    max_position_embeddings: number("context_length"),
    rms_norm_eps: float32(number("attention.layer_norm_rms_epsilon")),
    rope_theta: float32(Number(optional("rope.freq_base") ?? 10_000)),
    rope_scaling: scaling(optional, file),
    tie_word_embeddings: !file.tensors.has("output.weight"),
  };
}

/** @throws InputError for Llama 3's scaling, whose settings the metadata does not have */
function scaling(optional: Values["optional"], file: GgufFile): Fields | null {
  if (file.tensors.has("rope_freqs.weight")) {
    throw new InputError(
      `${file.label}: turns by factors (rope_freqs.weight) that only its config.json explains; ` +
        "put config.json beside it",
    );
  }
  const type = optional("rope.scaling.type") ?? "none";
  return type === "none" ? null : { rope_type: type, factor: optional("rope.scaling.factor") };
}

/** The shortest decimal of a number that was stored in 32 bits: 1e-5 for 0.0000099999997. */
function float32(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
