// config.json of ModernBERT: an encoder with rotary positions, whose blocks look at everything or
// at a neighbourhood.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import { ropeFields, ropesByType } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
import { blockCount, epsilon, flag, type ModelSizes, positiveSize, wholeHeads } from "./sizes.js";
import { type LayerType, layerTypesOf } from "./windows.js";

export interface ModernBertConfig extends ModelSizes {
  readonly modelType: "modernbert";
  readonly normEps: number;
  readonly normBias: boolean;
  readonly attentionBias: boolean;
  readonly mlpBias: boolean;
  readonly layerTypes: readonly LayerType[];
  readonly ropes: Readonly<Record<LayerType, Rope>>;
  /** How far a token of a sliding layer looks, to either side. */
  readonly reach: number;
}

/** `local_rope_theta: null` is that of the global blocks, as in transformers 4. */
export const modernBertSchema = z.object({
  model_type: z.literal("modernbert"),
  vocab_size: positiveSize,
  hidden_size: positiveSize,
  num_hidden_layers: blockCount,
  num_attention_heads: positiveSize,
  intermediate_size: positiveSize,
  hidden_activation: z.string().default("gelu"),
  norm_eps: epsilon.default(1e-5),
  max_position_embeddings: positiveSize.default(8192),
  norm_bias: flag,
  attention_bias: flag,
  mlp_bias: flag,
  layer_types: z.array(z.string()).nullish(),
  global_attn_every_n_layers: positiveSize.default(3),
  local_attention: positiveSize.nullish(),
  sliding_window: z.int().nonnegative().nullish(),
  global_rope_theta: z.number().positive().default(160_000),
  local_rope_theta: z.number().positive().nullable().default(10_000),
  ...ropeFields,
});

/**
 * @throws InputError for an unknown activation, layer type or rope type, or heads that do not
 * divide the width.
 */
export function modernBertConfig(
  label: string,
  json: z.infer<typeof modernBertSchema>,
): ModernBertConfig {
  const headSize = wholeHeads(label, json.hidden_size, json.num_attention_heads);
  if (headSize % 2 !== 0) {
    throw new InputError(`${label}: rotary positions need an even head size, got ${headSize}`);
  }
  const scaling = json.rope_scaling;
  const ropes = ropesByType(label, json, headSize, {
    full_attention: { theta: json.global_rope_theta, scaling },
    sliding_attention: { theta: json.local_rope_theta ?? json.global_rope_theta, scaling },
  });
  return {
    modelType: "modernbert",
    vocabSize: json.vocab_size,
    hiddenSize: json.hidden_size,
    layers: json.num_hidden_layers,
    heads: json.num_attention_heads,
    headSize,
    intermediateSize: json.intermediate_size,
    activation: activationOf(label, "hidden_activation", json.hidden_activation),
    normEps: json.norm_eps,
    maxPositions: contextOf(json.max_position_embeddings, ...Object.values(ropes)),
    normBias: json.norm_bias,
    attentionBias: json.attention_bias,
    mlpBias: json.mlp_bias,
    layerTypes: layerTypesOf(label, json.num_hidden_layers, json.layer_types, (index) =>
      index % json.global_attn_every_n_layers === 0 ? "full_attention" : "sliding_attention",
    ),
    ropes,
    reach: reachOf(label, json),
  };
}

/** transformers takes the reach itself, too, under the name of its property. */
function reachOf(
  label: string,
  { local_attention: local, sliding_window: reach }: z.infer<typeof modernBertSchema>,
): number {
  if (local == null) return reach ?? 64;
  const half = Math.floor(local / 2);
  if (reach == null || reach === half) return half;
  throw new InputError(
    `${label}: "sliding_window" must be half of "local_attention", got ${reach} and ${local}; ` +
      "keep one",
  );
}
