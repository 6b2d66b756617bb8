// A batch whose texts are rows of one length, filled up with padding on either side.

import {
  add,
  broadcastTo,
  cast,
  type Dim,
  dimSize,
  div,
  expandDims,
  gather,
  greaterEqual,
  less,
  maximum,
  mean,
  mul,
  reshape,
  scalar,
  sub,
  sum,
  type Tensor,
} from "@w2s/grad";
import { headsIn, headsOut } from "./heads.js";
import { counting, type Rows, type TokenBatch } from "./token-batch.js";

/** Where shorter texts of a batch are filled up. */
export type PaddingSide = "left" | "right";

/** `ids`: int32 `[batch, seq]`; `lengths`: int32 `[batch]` where some texts are padded. */
export function tokenBatch(ids: Tensor, lengths?: Tensor, side: PaddingSide = "right"): TokenBatch {
  const [texts, seq] = ids.shape as [Dim, Dim];
  const slots = counting(seq);
  const size = cast(dimSize(ids, 1), "int32");
  const before = lengths && side === "left" ? sub(size, lengths) : undefined;
  const offsets = before && sub(expandDims(slots, 0), expandDims(before, 1));
  const real = offsets
    ? greaterEqual(offsets, 0)
    : lengths && less(expandDims(slots, 0), expandDims(lengths, 1));
  const unpadded = (states: Tensor) => reshape(states, [texts, seq, states.shape[1]!]);
  const zeros = broadcastTo(scalar(0, "int32"), [texts]);
  const lastPosition = sub(lengths ?? broadcastTo(size, [texts]), 1);
  const first = before ?? zeros;
  const ends = {
    first: { slots: first, positions: zeros },
    last: { slots: add(first, lastPosition), positions: lastPosition },
  };
  return {
    ids,
    tokens: {
      dims: [texts, seq],
      positions: offsets ? maximum(offsets, 0) : slots,
      places: [{ slots, real: undefined }],
      take: (states) => states,
      split: (x, heads) => [headsOut(x, [texts, seq], heads)],
      join: ([part]) => headsIn(part!),
    },
    groups: [{ slots, real, alwaysHidden: before !== undefined }],
    one: (which) =>
      oneRowEach(texts, ends[which], add(mul(counting(texts), size), ends[which].slots)),
    mean(states) {
      if (!real || !lengths) return mean(unpadded(states), 1);
      const kept = mul(unpadded(states), expandDims(cast(real, "float32"), 2));
      return div(sum(kept, 1), cast(expandDims(lengths, 1), "float32"));
    },
  };
}

function oneRowEach(
  texts: Dim,
  { slots, positions }: { slots: Tensor; positions: Tensor },
  rows: Tensor,
): Rows {
  return {
    dims: [texts],
    positions,
    places: [{ slots: expandDims(slots, 1), real: undefined }],
    take: (states) => gather(states, rows),
    split: (x, heads) => [headsOut(x, [texts, 1], heads)],
    join: ([part]) => headsIn(part!),
  };
}
