// The tokens of a batch as tensors, and their pooling into one vector a text.

import {
  cast,
  div,
  equal,
  expandDims,
  gather,
  less,
  mean,
  mul,
  reshape,
  scalar,
  sub,
  sum,
  type Tensor,
} from "@w2s/grad";
import type { TokenBatch } from "./architecture.js";

export type Pooling = "mean" | "first" | "last";

/** `lengths`: int32 `[batch]` where some texts are padded on the right. */
export function tokenBatch(ids: Tensor, positions: Tensor, lengths: Tensor | undefined): TokenBatch {
  const mask = lengths && cast(less(expandDims(positions, 0), expandDims(lengths, 1)), "float32");
  return { ids, positions, mask };
}

/** Activations `[batch*seq, d]` as one vector a text, `[batch, d]`. Padding does not count. */
export function poolTokens(
  states: Tensor,
  { ids, positions, mask }: TokenBatch,
  lengths: Tensor | undefined,
  pooling: Pooling,
): Tensor {
  const [batch, seq] = ids.shape as [string, string];
  const width = states.shape[1]!;
  const tokens = reshape(states, [batch, seq, width]);
  switch (pooling) {
    case "first":
      return gather(tokens, scalar(0, "int64"), 1);
    case "last":
      if (!lengths) return gather(tokens, scalar(-1, "int64"), 1);
      return chosenTokens(tokens, equal(expandDims(positions, 0), expandDims(sub(lengths, 1), 1)));
    case "mean":
      if (!mask || !lengths) return mean(tokens, 1);
      return div(chosenTokens(tokens, mask), cast(expandDims(lengths, 1), "float32"));
  }
}

/** The sum over each text's chosen tokens: `tokens: [batch, seq, d]`, `chosen: [batch, seq]` -> `[batch, d]`. */
function chosenTokens(tokens: Tensor, chosen: Tensor): Tensor {
  return sum(mul(tokens, expandDims(cast(chosen, "float32"), 2)), 1);
}
