// How values are added to rows on the CPU: by ScatterElements, whose threads own separate places
// and add in the order of the indices. ScatterND adds rows from several threads without a lock, and
// loses some; see docs/design/determinism.md.

import { ndarray } from "../array.js";
import { productOf, type Shape } from "../shape.js";
import type { Emitter } from "../tensor.js";

/** ONNX value names: the base, one row number an update (int32 or int64, any shape), updates. */
export interface RowUpdates {
  readonly base: string;
  readonly rows: string;
  readonly updates: string;
}

/**
 * Adds updates to the rows of a base of the given shape, in their order, and gives the result's
 * name. A row is what is left of the shape behind its first `depth` axes (default 1), whose places
 * `rows` counts through, [-n, n): the runtime refuses others. Updates are `[...rows, ...row]`.
 * Equal bytes whatever the number of threads.
 */
export function addToRows(
  emitter: Emitter,
  { base, rows, updates }: RowUpdates,
  shape: Shape,
  depth = 1,
): string {
  const row = shape.slice(depth);
  const open = vector(emitter, -1);
  const flat = emitter.one("Reshape", [rows, open]);
  const attributes = { axis: { int: 0 }, reduction: { string: "add" } };
  const [table, indices, lines] =
    row.length === 0
      ? [emitter.one("Reshape", [base, open]), flat, emitter.one("Reshape", [updates, open])]
      : asMatrices(emitter, { base, rows: flat, updates }, shape, depth);
  const sums = emitter.one("ScatterElements", [table, indices, lines], attributes);
  return isMatrix(shape, depth) ? sums : emitter.one("Reshape", [sums, emitter.shapeVector(shape)]);
}

/** Whether a base has the form already that rows are added in: a reshape would hold it twice. */
function isMatrix(shape: Shape, depth: number): boolean {
  return depth === 1 && shape.length === 2;
}

/** Base and updates as `[..., width]`, and a row's number as often as it is wide. */
function asMatrices(
  emitter: Emitter,
  { base, rows, updates }: RowUpdates,
  shape: Shape,
  depth: number,
) {
  const width = emitter.shapeVector([productOf(shape.slice(depth))]);
  const open = vector(emitter, -1);
  const matrix = emitter.one("Concat", [open, width], { axis: { int: 0 } });
  const lines = emitter.one("Reshape", [updates, matrix]);
  const column = emitter.one("Unsqueeze", [rows, open]);
  const wide = emitter.one("Expand", [column, emitter.one("Shape", [lines])]);
  const table = isMatrix(shape, depth) ? base : emitter.one("Reshape", [base, matrix]);
  return [table, wide, lines] as const;
}

/**
 * Index vectors `[..., k]` (int64) into the first k axes of a shape as one number each, which
 * counts through them. A vector that lies outside of an axis becomes a number outside of all.
 */
export function rowNumbers(emitter: Emitter, vectors: string, shape: Shape, k: number): string {
  const dims = shape.slice(0, k);
  const sizes = emitter.shapeVector(dims);
  const strides = emitter.shapeVector(dims.map((_, axis) => productOf(dims.slice(axis + 1))));
  const zero = vector(emitter, 0);
  const backwards = emitter.one("Add", [vectors, sizes]);
  const places = emitter.one("Where", [emitter.one("Less", [vectors, zero]), backwards, vectors]);
  const inside = emitter.one("And", [
    emitter.one("GreaterOrEqual", [places, zero]),
    emitter.one("Less", [places, sizes]),
  ]);
  const steps = emitter.one("Where", [
    inside,
    emitter.one("Mul", [places, strides]),
    vector(emitter, -(2 ** 59)),
  ]);
  return emitter.one("ReduceSum", [steps, vector(emitter, -1)], { keepdims: { int: 0 } });
}

function vector(emitter: Emitter, value: number): string {
  return emitter.constant(ndarray(BigInt64Array.of(BigInt(value)), [1]));
}
