// Reading and adding by index where members have their own tables, indices or both. A member's
// index becomes a pair of its number and the index, so that none can reach into another's table.

import { ndarray } from "../array.js";
import { broadcastTo } from "../ops/broadcast.js";
import { gather, gatherND, scatterAddND } from "../ops/gather.js";
import { expandDims, stack, transpose } from "../ops/layout.js";
import { constant } from "../ops/source.js";
import { cast } from "../ops/unary.js";
import type { Tensor } from "../tensor.js";
import { everyMembers, ownValue, type Rule, rankOf } from "./value.js";

export const gathered: Rule<{ readonly axis: number }> = (
  { attrs: { axis } },
  [x, indices],
  members,
) => {
  if (!indices!.own) return [ownValue(gather(x!.tensor, indices!.tensor, axis + 1))];
  const rows = rankOf(indices!);
  if (!x!.own) {
    const found = gather(x!.tensor, indices!.tensor, axis);
    return [ownValue(moveAxes(found, axis, 1, 0))];
  }
  // The gathered axis goes to the front of a member's table, and the axes of the indices back to
  // where it stood.
  const table = moveAxes(x!.tensor, axis + 1, 1, 1);
  return [ownValue(moveAxes(gatherND(table, pairs(indices!.tensor, members)), 1, rows, axis + 1))];
};

export const scattered: Rule<null> = (_, inputs, members) => {
  const [base, indices, updates] = inputs.map((input) => everyMembers(input, members));
  return [ownValue(scatterAddND(base!, pairs(indices!, members), updates!))];
};

/** `[members, ...]` indices as `[members, ..., 2]`: the member's number, and the index. */
function pairs(indices: Tensor, members: number): Tensor {
  const numbers = constant(
    ndarray(
      BigInt64Array.from({ length: members }, (_, i) => BigInt(i)),
      [members],
    ),
  );
  const column = indices.shape.slice(1).reduce<Tensor>((tensor) => expandDims(tensor, -1), numbers);
  return stack([broadcastTo(column, indices.shape), cast(indices, "int64")], -1);
}

/** Moves `count` axes that begin at `from` so that they begin at `to`. */
function moveAxes(x: Tensor, from: number, count: number, to: number): Tensor {
  const order = x.shape.map((_, axis) => axis);
  order.splice(to, 0, ...order.splice(from, count));
  return transpose(x, order);
}
