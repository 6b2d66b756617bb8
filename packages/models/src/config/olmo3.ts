// config.json of OLMo 3: OLMo 2, three blocks of four with a window, and the rest with a context
// that was stretched.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { type GatedDecoderSizes, gatedDecoderFields, gatedDecoderSizes } from "./gated-decoder.js";
import { ropesByType } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
import { epsilon, flag, positiveSize } from "./sizes.js";
import { type LayerType, layerTypesOf, type Windows, windowsByType } from "./windows.js";

export interface Olmo3Config extends GatedDecoderSizes {
  readonly modelType: "olmo3";
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
  readonly layerTypes: readonly LayerType[];
  readonly ropes: Readonly<Record<LayerType, Rope>>;
  readonly windows: Windows;
}

export const olmo3Schema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("olmo3"),
  num_key_value_heads: positiveSize.nullable().default(null),
  rms_norm_eps: epsilon.default(1e-5),
  attention_bias: flag,
  sliding_window: positiveSize.nullable().default(4096),
  layer_types: z.array(z.string()).nullish(),
});

const DEFAULT_THETA = 500_000;

/** @throws InputError as `gatedDecoderSizes`, `ropesByType` and `windowsByType` do. */
export function olmo3Config(label: string, json: z.infer<typeof olmo3Schema>): Olmo3Config {
  const layerTypes = layerTypesOf(label, json.num_hidden_layers, json.layer_types, (index) =>
    (index + 1) % 4 === 0 ? "full_attention" : "sliding_attention",
  );
  refuseOlderTheta(label, json);
  const sizes = gatedDecoderSizes(label, json);
  const theta = json.rope_theta ?? DEFAULT_THETA;
  const ropes = ropesByType(label, json, sizes.headSize, {
    full_attention: { theta, scaling: json.rope_scaling },
    sliding_attention: { theta: DEFAULT_THETA },
  });
  return {
    ...sizes,
    modelType: "olmo3",
    maxPositions: contextOf(sizes.maxPositions, ...Object.values(ropes)),
    attentionBias: json.attention_bias,
    layerTypes,
    ropes,
    windows: windowsByType(label, layerTypes, json.sliding_window, '"sliding_window" gives'),
  };
}

/**
 * transformers 4 turns all blocks by `rope_theta`; 5 reads it for those without a window alone.
 * @throws InputError where that makes a difference
 */
function refuseOlderTheta(label: string, json: z.infer<typeof olmo3Schema>): void {
  const theta = json.rope_theta ?? DEFAULT_THETA;
  const own: unknown = json.rope_parameters?.sliding_attention;
  if (theta === DEFAULT_THETA || (own as { rope_theta?: unknown } | null)?.rope_theta != null)
    return;
  throw new InputError(
    `${label}: "rope_theta" ${theta} is read differently by transformers 4 and 5 for blocks with ` +
      "a window; say it in rope_parameters.sliding_attention.rope_theta and " +
      "rope_parameters.full_attention.rope_theta",
  );
}
