// Sliding windows as Qwen's configs give them: one size, and which blocks have it.

import { didYouMean, InputError } from "@w2s/base";
import { z } from "zod";
import { flag, positiveSize } from "./sizes.js";

/** How many tokens each block's tokens look back over, themselves counted; null: all. */
export type Windows = readonly (number | null)[];

export const windowFields = {
  use_sliding_window: flag,
  sliding_window: positiveSize.nullable().default(4096),
  max_window_layers: z.int().nonnegative().default(28),
  layer_types: z.array(z.string()).nullish(),
};

const LAYER_TYPES = ["full_attention", "sliding_attention"] as const;

/** What a block's attention looks at: everything, or a window. */
export type LayerType = (typeof LAYER_TYPES)[number];

/**
 * `layer_types`, or where the config has none, what the family's older fields say.
 * @throws InputError for a type that is not implemented, or a number of types that is not that of
 * the layers
 */
export function layerTypesOf(
  label: string,
  layers: number,
  types: readonly string[] | null | undefined,
  older: (index: number) => LayerType,
): LayerType[] {
  if (!types) return Array.from({ length: layers }, (_, index) => older(index));
  if (types.length !== layers) {
    throw new InputError(`${label}: "layer_types" must name ${layers} layers, got ${types.length}`);
  }
  return types.map((type, index) => {
    const known = LAYER_TYPES.find((each) => each === type);
    if (known) return known;
    throw new InputError(
      `${label}: "layer_types.${index}" "${type}" is not supported; supported are ` +
        `${LAYER_TYPES.join(", ")}${didYouMean(type, LAYER_TYPES)}`,
    );
  });
}

/** The types with their window. @throws InputError for a sliding layer where there is none */
export function windowsByType(
  label: string,
  types: readonly LayerType[],
  window: number | null,
  fields: string,
): Windows {
  return types.map((type, index) => {
    if (type === "full_attention") return null;
    if (window !== null) return window;
    throw new InputError(
      `${label}: "layer_types.${index}" is "sliding_attention", but ${fields} no window`,
    );
  });
}

/**
 * By `layer_types` where it is given, else the window, if there is one, for blocks that `isNarrow`.
 * @throws InputError as `layerTypesOf` and `windowsByType`
 */
export function windowsOf(
  label: string,
  layers: number,
  json: Omit<z.infer<z.ZodObject<typeof windowFields>>, "max_window_layers">,
  isNarrow: (index: number) => boolean,
): Windows {
  const window = json.use_sliding_window ? json.sliding_window : null;
  const types = layerTypesOf(label, layers, json.layer_types, (index) =>
    window !== null && isNarrow(index) ? "sliding_attention" : "full_attention",
  );
  return windowsByType(label, types, window, '"use_sliding_window" and "sliding_window" give');
}
