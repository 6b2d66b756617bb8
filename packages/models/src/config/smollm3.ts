// config.json of SmolLM3: Llama, some of whose blocks have no positions.

import { InputError } from "@w2s/base";
import { z } from "zod";
import {
  type GatedDecoderConfig,
  gatedDecoderConfig,
  gatedDecoderFields,
} from "./gated-decoder.js";
import { flag, positiveSize } from "./sizes.js";
import { type Windows, windowsOf } from "./windows.js";

export interface SmolLm3Config extends GatedDecoderConfig {
  readonly modelType: "smollm3";
  /** Biases of all four projections of attention. */
  readonly attentionBias: boolean;
  readonly mlpBias: boolean;
  /** Whether a block's queries and keys turn: by position, or not at all. */
  readonly turns: readonly boolean[];
  readonly windows: Windows;
}

export const smolLm3Schema = z.object({
  ...gatedDecoderFields,
  model_type: z.literal("smollm3"),
  tie_word_embeddings: z.boolean().default(true),
  attention_bias: flag,
  mlp_bias: flag,
  no_rope_layers: z.array(z.union([z.literal(0), z.literal(1)])).nullish(),
  no_rope_layer_interval: positiveSize.default(4),
  use_sliding_window: flag,
  sliding_window: positiveSize.nullable().default(null),
  layer_types: z.array(z.string()).nullish(),
});

/** @throws InputError as `gatedDecoderConfig`, `turnsOf` and `windowsOf` do. */
export function smolLm3Config(label: string, json: z.infer<typeof smolLm3Schema>): SmolLm3Config {
  const turns = turnsOf(label, json);
  return {
    ...gatedDecoderConfig(label, json, 2_000_000),
    modelType: "smollm3",
    attentionBias: json.attention_bias,
    mlpBias: json.mlp_bias,
    turns,
    windows: windowsOf(label, json.num_hidden_layers, json, (index) => !turns[index]),
  };
}

/** `no_rope_layers` has 1 for a block that turns. @throws InputError where a block has no entry */
function turnsOf(
  label: string,
  {
    num_hidden_layers: layers,
    no_rope_layers: said,
    no_rope_layer_interval: every,
  }: z.infer<typeof smolLm3Schema>,
): boolean[] {
  if (!said) return Array.from({ length: layers }, (_, index) => (index + 1) % every !== 0);
  if (said.length >= layers) return said.slice(0, layers).map((one) => one === 1);
  throw new InputError(
    `${label}: "no_rope_layers" must have an entry for each of ${layers} layers, got ` +
      `${said.length}`,
  );
}
