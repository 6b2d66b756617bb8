// The part of a block that sees each token for itself: wide and narrow again, with or without a
// gate.

import { mul, split, type Tensor } from "@w2s/grad";
import type { Activation } from "../../config/activation.js";
import type { Linear } from "../architecture.js";
import { activate } from "./layers.js";
import type { FeedForward } from "./residual-block.js";

export function feedForward(activation: Activation, wide: Linear, narrow: Linear): FeedForward {
  return {
    layers: [wide, narrow],
    output: narrow.name,
    run: (x, weights) => narrow.run(activate(activation, wide.run(x, weights)), weights),
  };
}

/**
 * The activated gate times another product: two linear layers, or one that gives the gate first.
 * Source: arXiv 2002.05202.
 */
export function gatedFeedForward(
  activation: Activation,
  wide: readonly [Linear] | readonly [Linear, Linear],
  narrow: Linear,
): FeedForward {
  return {
    layers: [...wide, narrow],
    output: narrow.name,
    run(x, weights) {
      const [first, second] = wide;
      const made = first.run(x, weights);
      const half = first.outputs / 2;
      const [gate, up] = second ? [made, undefined] : (split(made, [half, half], 1) as Tensor[]);
      const open = activate(activation, gate!);
      return narrow.run(mul(open, up ?? second!.run(x, weights)), weights);
    },
  };
}
