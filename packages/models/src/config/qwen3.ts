// config.json of Qwen 3.

import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { flag, positiveSize } from "./sizes.js";
import { type Windows, windowFields, windowsOf } from "./windows.js";

export interface Qwen3Config extends GatedDecoderConfig {
  readonly modelType: "qwen3";
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
  readonly windows: Windows;
}

export const qwen3Schema = z.object({
  ...gatedDecoderFields,
  ...windowFields,
  model_type: z.literal("qwen3"),
  head_dim: positiveSize.default(128),
  attention_bias: flag,
});

/** @throws InputError as `gatedDecoderConfig` and `windowsOf` do. */
export function qwen3Config(label: string, json: z.infer<typeof qwen3Schema>): Qwen3Config {
  return {
    ...gatedDecoderConfig(label, json),
    modelType: "qwen3",
    attentionBias: json.attention_bias,
    windows: windowsOf(
      label,
      json.num_hidden_layers,
      json,
      (index) => index >= json.max_window_layers,
    ),
  };
}
