// Sliding windows as Qwen's configs give them: one size, and which blocks have it.

import { didYouMean, InputError } from "@w2s/base";
import { z } from "zod";
import { positiveSize } from "./sizes.js";

/** How many tokens each block's tokens look back over, themselves counted; null: all. */
export type Windows = readonly (number | null)[];

export const windowFields = {
  use_sliding_window: z.boolean().default(false),
  sliding_window: positiveSize.nullable().default(4096),
  max_window_layers: z.int().nonnegative().default(28),
  layer_types: z.array(z.string()).nullish(),
};

const FULL = "full_attention";
const SLIDING = "sliding_attention";

/**
 * By `layer_types` where it is given, else a window for the blocks from `max_window_layers` on.
 * @throws InputError for a type that is not implemented, a number of types that is not that of the
 * layers, or a sliding layer without a window.
 */
export function windowsOf(
  label: string,
  layers: number,
  json: z.infer<z.ZodObject<typeof windowFields>>,
): Windows {
  const window = json.use_sliding_window ? json.sliding_window : null;
  const types = json.layer_types;
  if (!types)
    return Array.from({ length: layers }, (_, i) => (i >= json.max_window_layers ? window : null));
  if (types.length !== layers) {
    throw new InputError(`${label}: "layer_types" must name ${layers} layers, got ${types.length}`);
  }
  return types.map((type, index) => {
    if (type === FULL) return null;
    if (type !== SLIDING) {
      throw new InputError(
        `${label}: "layer_types.${index}" "${type}" is not supported; supported are ${FULL}, ` +
          `${SLIDING}` +
          didYouMean(type, [FULL, SLIDING]),
      );
    }
    if (window !== null) return window;
    throw new InputError(
      `${label}: "layer_types.${index}" is "${SLIDING}", but "use_sliding_window" and ` +
        `"sliding_window" give no window`,
    );
  });
}
