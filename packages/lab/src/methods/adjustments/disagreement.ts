// Labels beside what another says of the same examples: kept where the two agree most, or replaced.

import type { NdArray } from "@w2s/grad";
import type { Adjustment, AdjustmentResult } from "../adjustment.js";

type Probabilities = NdArray<"float32">;

/** What becomes of labels that another disagrees with. */
export type Action = "filter" | "relabel";

/**
 * Keeps the share of examples whose labels are nearest to what another says (half the sum of
 * absolute differences; ties by the examples' order), or takes what that one says as labels.
 */
export function besideAnother(
  action: Action,
  keep: number,
  labels: Probabilities,
  said: Probabilities,
): AdjustmentResult {
  if (action === "relabel") return { probabilities: said };
  return { keep: lowest(distances(labels, said), Math.round(keep * labels.shape[0]!)) };
}

/** Half the sum of absolute differences, by example: in [0, 1]. */
export function distances(a: Probabilities, b: Probabilities): Float64Array {
  const [count, options] = a.shape as [number, number];
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = i * options; k < (i + 1) * options; k++) sum += Math.abs(a.data[k]! - b.data[k]!);
    return sum / 2;
  });
}

/** Indices of the `count` lowest values, at least one, in order. */
export function lowest(values: Float64Array, count: number): Int32Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  return order.slice(0, Math.max(1, count)).sort();
}

/** By what one other student says. */
export function agreeing(action: Action, keep: number): Adjustment {
  return {
    name: `agreeing-${action}`,
    options: { keep },
    version: 1,
    filters: action === "filter",
    apply: ({ probabilities, said: [other] }) => besideAnother(action, keep, probabilities, other!),
  };
}

/** Keeps the share of examples whose labels another student finds least surprising. */
export function smallLoss(keep: number): Adjustment {
  return {
    name: "small-loss",
    options: { keep },
    version: 1,
    filters: true,
    apply({ probabilities, said: [other] }) {
      const losses = crossEntropies(probabilities, other!);
      return { keep: lowest(losses, Math.round(keep * losses.length)) };
    },
  };
}

function crossEntropies(labels: Probabilities, said: Probabilities): Float64Array {
  const [count, options] = labels.shape as [number, number];
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = i * options; k < (i + 1) * options; k++) {
      sum -= labels.data[k]! * Math.log(Math.max(said.data[k]!, 1e-12));
    }
    return sum;
  });
}
