// The tokens of a batch as tensors, in one of two layouts: padded to one length (`tokenBatch`), or
// packed without padding (`packedBatch`). Architectures see neither: tokens are rows, and the batch
// says how attention finds them.

import {
  add,
  broadcastTo,
  cumSum,
  type Dim,
  gather,
  reshape,
  type Shape,
  scalar,
  sub,
  type Tensor,
} from "@w2s/grad";

/** Texts' tokens as an architecture sees them: rows, and what each of them may look at. */
export interface TokenBatch {
  /** int32 `[batch, seq]`, or `[tokens]` where packed. */
  readonly ids: Tensor;
  /** Every token a row. */
  readonly tokens: Rows;
  /** What attention may look at, for each group of texts that it takes together. */
  readonly groups: readonly Keys[];
  /** One row a text: its first or its last token. */
  one(which: "first" | "last"): Rows;
  /** The mean over each text's tokens: `[rows, d]` -> `[texts, d]`. */
  mean(states: Tensor): Tensor;
  /**
   * Where texts are gone on with: each block in turn tells a group's keys and values, and is given
   * those of the tokens that stand before, which `groups` then speaks of; undefined where none do.
   */
  readonly earlier?: (own: KeysAndValues) => KeysAndValues | undefined;
}

/** Of a group's tokens, in one block: `[texts, kvHeads, places, size]`. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** Rows of activations: every token, or one token a text. */
export interface Rows {
  /** The dimensions that rows stand for: `[batch, seq]`, `[tokens]` or `[texts]`. */
  readonly dims: Shape;
  /** int32, broadcasts to `dims`: each row's place in its text, from 0. */
  readonly positions: Tensor;
  /** Where the rows stand in each group. */
  readonly places: readonly Places[];
  /** These rows out of those of every token. */
  take(states: Tensor): Tensor;
  /** `[rows, heads*size]` -> for each group `[texts, heads, places, size]`. */
  split(x: Tensor, heads: number): readonly Tensor[];
  /** From `split`'s layout back to `[rows, heads*size]`. */
  join(parts: readonly Tensor[]): Tensor;
}

/** Places of a group that may hold a token or padding. */
export interface Places {
  /** int32 `[seq]`, or `[texts, 1]` for one row a text. */
  readonly slots: Tensor;
  /**
   * bool `[texts, seq]` (or `[texts, 1]`): whether a token is there; undefined where no one needs
   * to know.
   */
  readonly real: Tensor | undefined;
}

/** The keys and values that queries may look at, and where they stand. */
export interface Keys extends Places {
  /**
   * Whether a decoder must be kept from looking at padding too: where padding stands before the
   * text, or looks for itself.
   */
  readonly alwaysHidden: boolean;
}

/** How a text's tokens become one vector: their mean, the first, or the last; padding apart. */
export type Pooling = "mean" | "first" | "last";

/** Activations `[rows, d]` as one vector a text, `[texts, d]`. Padding does not count. */
export function poolTokens(states: Tensor, batch: TokenBatch, pooling: Pooling): Tensor {
  return pooling === "mean" ? batch.mean(states) : batch.one(pooling).take(states);
}

/**
 * The rows of `table: [vocab, d]` that the ids name, plus `places` (which broadcasts to `[...ids,
 * d]`): `[rows, d]`.
 */
export function embedTokens({ ids }: TokenBatch, table: Tensor, places?: Tensor): Tensor {
  const found = gather(table, ids);
  return reshape(places ? add(found, places) : found, [-1, table.shape[1]!]);
}

/** int32 `[size]`: 0, 1, 2, ... */
export function counting(size: Dim): Tensor {
  return sub(cumSum(broadcastTo(scalar(1, "int32"), [size]), 0), 1);
}
