// config.json of Gemma 2.

import { z } from "zod";
import { type GemmaConfig, gemmaConfig, gemmaFields } from "./gemma.js";
import { refusePartialRotation, ropeOf } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
import { positiveSize } from "./sizes.js";
import { layerTypesOf, type Windows, windowsByType } from "./windows.js";

export interface Gemma2Config extends GemmaConfig {
  readonly modelType: "gemma2";
  readonly rope: Rope;
  readonly windows: Windows;
  /** Scores of attention become `cap tanh(score / cap)`; null: they stay. */
  readonly attentionCap: number | null;
}

export const gemma2Schema = z.object({
  ...gemmaFields,
  model_type: z.literal("gemma2"),
  max_position_embeddings: positiveSize.default(8192),
  attn_logit_softcapping: gemmaFields.attn_logit_softcapping.unwrap().default(50),
  final_logit_softcapping: gemmaFields.final_logit_softcapping.unwrap().default(30),
});

/** @throws InputError as `gemmaConfig`, `ropeOf` and `windowsByType` do. */
export function gemma2Config(label: string, json: z.infer<typeof gemma2Schema>): Gemma2Config {
  refusePartialRotation(label, json);
  const types = layerTypesOf(label, json.num_hidden_layers, json.layer_types, (index) =>
    index % 2 === 0 ? "sliding_attention" : "full_attention",
  );
  const sizes = gemmaConfig(label, json);
  const rope = ropeOf(label, json, sizes.headSize);
  return {
    ...sizes,
    modelType: "gemma2",
    maxPositions: contextOf(sizes.maxPositions, rope),
    rope,
    windows: windowsByType(label, types, json.sliding_window, '"sliding_window" gives'),
    attentionCap: json.attn_logit_softcapping,
  };
}
