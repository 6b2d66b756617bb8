// config.json of Mistral.

import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { positiveSize } from "./sizes.js";

export interface MistralConfig extends GatedDecoderConfig {
  readonly modelType: "mistral";
  /** How many tokens a token looks back over, itself counted; null: all. */
  readonly window: number | null;
}

export const mistralSchema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("mistral"),
  sliding_window: positiveSize.nullable().default(4096),
});

/** @throws InputError as `gatedDecoderConfig` does. */
export function mistralConfig(label: string, json: z.infer<typeof mistralSchema>): MistralConfig {
  return { ...gatedDecoderConfig(label, json), modelType: "mistral", window: json.sliding_window };
}
