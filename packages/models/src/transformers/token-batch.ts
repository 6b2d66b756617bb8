// The tokens of a batch as tensors, and their pooling into one vector a text.

import {
  add,
  broadcastTo,
  cast,
  cumSum,
  dimSize,
  div,
  equal,
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

/** The tokens of one batch, as a program sees them: texts are rows, filled up to one length with padding. */
export interface TokenBatch {
  /** int32 `[batch, seq]`. */
  readonly ids: Tensor;
  /** int32 `[seq]`: 0, 1, 2, ...: places in a row. */
  readonly slots: Tensor;
  /** int32: places in the text. The slots, `[seq]`, unless padding is on the left: then `[batch, seq]`. */
  readonly positions: Tensor;
  /** undefined where nothing is padded. */
  readonly padding: Padding | undefined;
}

export type PaddingSide = "left" | "right";

export interface Padding {
  readonly side: PaddingSide;
  /** int32 `[batch]`: tokens of each text. */
  readonly lengths: Tensor;
  /** float32 `[batch, seq]`: 1 for a token, 0 for padding. */
  readonly mask: Tensor;
}

export type Pooling = "mean" | "first" | "last";

/** `ids`: int32 `[batch, seq]`; `lengths`: int32 `[batch]` where some texts are padded. */
export function tokenBatch(ids: Tensor, lengths?: Tensor, side: PaddingSide = "right"): TokenBatch {
  const slots = sub(cumSum(broadcastTo(scalar(1, "int32"), [ids.shape[1]!]), 0), 1);
  if (!lengths) return { ids, slots, positions: slots, padding: undefined };
  if (side === "right") {
    const mask = cast(less(expandDims(slots, 0), expandDims(lengths, 1)), "float32");
    return { ids, slots, positions: slots, padding: { side, lengths, mask } };
  }
  const positions = sub(expandDims(slots, 0), expandDims(firstSlots(ids, lengths), 1));
  const mask = cast(greaterEqual(positions, 0), "float32");
  return { ids, slots, positions: maximum(positions, 0), padding: { side, lengths, mask } };
}

/** The rows of `table: [vocab, d]` that the ids name, plus `places` (`[seq, d]` or `[batch, seq, d]`): `[batch*seq, d]`. */
export function embedTokens({ ids }: TokenBatch, table: Tensor, places?: Tensor): Tensor {
  const tokens = gather(table, ids);
  return reshape(places ? add(tokens, places) : tokens, [rowsOf(ids), table.shape[1]!]);
}

/** The dimension "batch*seq", as reshape names it. */
export function rowsOf(ids: Tensor): string {
  return [...(ids.shape as string[])].sort().join("*");
}

/** Activations `[batch*seq, d]` as one vector a text, `[batch, d]`. Padding does not count. */
export function poolTokens(states: Tensor, { ids, slots, padding }: TokenBatch, pooling: Pooling): Tensor {
  const [batch, seq] = ids.shape as [string, string];
  const tokens = reshape(states, [batch, seq, states.shape[1]!]);
  const everyTextAt = (slot: number) => gather(tokens, scalar(slot, "int64"), 1);
  const eachTextAt = (slot: Tensor) => chosenTokens(tokens, equal(expandDims(slots, 0), expandDims(slot, 1)));
  switch (pooling) {
    case "first":
      return padding?.side === "left" ? eachTextAt(firstSlots(ids, padding.lengths)) : everyTextAt(0);
    case "last":
      return padding?.side === "right" ? eachTextAt(sub(padding.lengths, 1)) : everyTextAt(-1);
    case "mean":
      if (!padding) return mean(tokens, 1);
      return div(chosenTokens(tokens, padding.mask), cast(expandDims(padding.lengths, 1), "float32"));
  }
}

/** Where texts begin that are padded on the left: int32 `[batch]`. */
function firstSlots(ids: Tensor, lengths: Tensor): Tensor {
  return sub(cast(dimSize(ids, 1), "int32"), lengths);
}

/** The sum over each text's chosen tokens: `tokens: [batch, seq, d]`, `chosen: [batch, seq]` -> `[batch, d]`. */
function chosenTokens(tokens: Tensor, chosen: Tensor): Tensor {
  return sum(mul(tokens, expandDims(cast(chosen, "float32"), 2)), 1);
}
