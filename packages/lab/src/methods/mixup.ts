// Mixup: the student learns from mixtures of two examples and of their labels. Source: Zhang et al.
// 2018, arXiv 1710.09412. What is mixed is what the student's head sees, a probe's features or a
// finetuned model's pooled tokens (as Sun et al. 2020, arXiv 2010.02394, do for texts), each
// example with the next of its batch, by a share of its own.

import {
  add,
  cast,
  constant,
  floor,
  gather,
  mul,
  ndarray,
  reshape,
  sub,
  type Tensor,
} from "@w2s/grad";
import * as z from "zod";
import { betaQuantiles } from "./beta-quantiles.js";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { nextExample } from "./neighbour.js";
import { inRange } from "./options.js";

const schema = z.strictObject({
  /**
   * Shares are drawn from Beta(alpha, alpha); in [0.1, 2], default 1: all shares are as probable
   * (the paper's for CIFAR). Below 1 most mixtures are nearly one example.
   */
  alpha: inRange("[0.1, 2]").default(1),
});
/** Options of `mixup`. */
export type MixupOptions = z.input<typeof schema>;

/**
 * Cross-entropy of what the student says of `s x + (1 - s) x'` to `s label + (1 - s) label'`: x' is
 * the next example of the batch.
 * @throws InputError when alpha is out of range.
 */
export const mixup = methodKind("mixup", schema, ({ alpha }) =>
  method("mixup", { alpha }, ({ labels, uniform, features, forward }) => {
    const share = alpha === 1 ? uniform : sharesOf(uniform, alpha);
    const logits = forward(mixed(features, share));
    return crossEntropy(mixed(labels, share), logits);
  }),
);

/** Every example mixed with the next: `share` of itself. */
function mixed(x: Tensor, share: Tensor): Tensor {
  const own = reshape(share, [x.shape[0]!, ...x.shape.slice(1).map(() => 1)]);
  return add(mul(x, own), mul(nextExample(x), sub(1, own)));
}

/** Beta(alpha, alpha) from uniform numbers, in a line between 1,025 quantiles. */
function sharesOf(uniform: Tensor, alpha: number): Tensor {
  const table = betaQuantiles(alpha, 1024);
  const quantiles = constant(ndarray(table, [table.length]));
  const place = mul(uniform, 1024);
  const below = floor(place);
  const at = (index: Tensor) => gather(quantiles, cast(index, "int64"));
  const low = at(below);
  return add(low, mul(sub(at(add(below, 1)), low), sub(place, below)));
}
