// config.json of Gemma 3's language models.

import { z } from "zod";
import { type GemmaConfig, gemmaConfig, gemmaFields } from "./gemma.js";
import { ropesByType } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
import { positiveSize } from "./sizes.js";
import { type LayerType, layerTypesOf, type Windows, windowsByType } from "./windows.js";

export interface Gemma3Config extends GemmaConfig {
  readonly modelType: "gemma3_text";
  readonly layerTypes: readonly LayerType[];
  readonly ropes: Readonly<Record<LayerType, Rope>>;
  readonly windows: Windows;
}

/** `attn_logit_softcapping` is read over: transformers' Gemma 3 caps no scores of attention. */
export const gemma3Schema = z.object({
  ...gemmaFields,
  model_type: z.literal("gemma3_text"),
  max_position_embeddings: positiveSize.default(131_072),
  sliding_window_pattern: positiveSize.default(6),
  rope_local_base_freq: z.number().positive().default(10_000),
});

/** @throws InputError as `gemmaConfig`, `ropesByType` and `windowsByType` do. */
export function gemma3Config(label: string, json: z.infer<typeof gemma3Schema>): Gemma3Config {
  const layerTypes = layerTypesOf(label, json.num_hidden_layers, json.layer_types, (index) =>
    (index + 1) % json.sliding_window_pattern === 0 ? "full_attention" : "sliding_attention",
  );
  const sizes = gemmaConfig(label, json);
  const ropes = ropesByType(label, json, sizes.headSize, {
    full_attention: { theta: json.rope_theta ?? 1_000_000, scaling: json.rope_scaling },
    sliding_attention: { theta: json.rope_local_base_freq },
  });
  return {
    ...sizes,
    modelType: "gemma3_text",
    maxPositions: contextOf(sizes.maxPositions, ...Object.values(ropes)),
    layerTypes,
    ropes,
    windows: windowsByType(label, layerTypes, json.sliding_window, '"sliding_window" gives'),
  };
}
