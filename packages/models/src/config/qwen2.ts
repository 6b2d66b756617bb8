// config.json of Qwen 2 and 2.5.

import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { type Windows, windowFields, windowsOf } from "./windows.js";

export interface Qwen2Config extends GatedDecoderConfig {
  readonly modelType: "qwen2";
  readonly windows: Windows;
}

export const qwen2Schema = z.object({
  ...gatedDecoderFields,
  ...windowFields,
  model_type: z.literal("qwen2"),
});

/** @throws InputError as `gatedDecoderConfig` and `windowsOf` do. */
export function qwen2Config(label: string, json: z.infer<typeof qwen2Schema>): Qwen2Config {
  return {
    ...gatedDecoderConfig(label, json),
    modelType: "qwen2",
    windows: windowsOf(
      label,
      json.num_hidden_layers,
      json,
      (index) => index >= json.max_window_layers,
    ),
  };
}
