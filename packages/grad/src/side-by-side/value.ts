// What an op meets when members stand side by side: a value of each member's own, stacked along a
// leading axis, or one that all members share.

import { broadcastTo, reshape } from "../ops/broadcast.js";
import type { Node, Tensor } from "../tensor.js";

export interface Value {
  /** `[members, ...]` where `own`, as it was where not. */
  readonly tensor: Tensor;
  /** Whether each member has its own. */
  readonly own: boolean;
}

export const ownValue = (tensor: Tensor): Value => ({ tensor, own: true });

/** Axes of one member's value. */
export const rankOf = ({ tensor, own }: Value): number => tensor.shape.length - (own ? 1 : 0);

/** One member's shape. */
export const shapeOf = ({ tensor, own }: Value) => (own ? tensor.shape.slice(1) : tensor.shape);

/**
 * The tensor, ready to broadcast against others of `rank` axes a member: axes of size 1 follow the
 * members' axis.
 */
export function aligned(value: Value, rank: number): Tensor {
  const { tensor, own } = value;
  const missing = rank - rankOf(value);
  if (!own || missing === 0) return tensor;
  return reshape(tensor, tensor.shape.toSpliced(1, 0, ...Array<number>(missing).fill(1)));
}

/** `[members, ...]`, a shared value once for each. */
export function everyMembers({ tensor, own }: Value, members: number): Tensor {
  return own ? tensor : broadcastTo(tensor, [members, ...tensor.shape]);
}

/**
 * How one op serves all members: its node for one member, and its inputs, at least one of them the
 * members' own.
 */
export type Rule<A> = (
  node: Node<A>,
  inputs: readonly Value[],
  members: number,
) => readonly Value[];
