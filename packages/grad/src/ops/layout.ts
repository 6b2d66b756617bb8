// Ops that move values without changing them: transpose, concat, slice, pad, split.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import { type Dim, formatShape, normalizeAxis, type Shape } from "../shape.js";
import { apply, applyOne, defineOp, requireSameDtype, type Tensor } from "../tensor.js";
import { reshape, zerosLike } from "./broadcast.js";

export const transposeOp = defineOp<{ readonly axes: readonly number[] }>({
  name: "transpose",
  infer: ([x], { axes }) => {
    const sorted = [...axes].sort((p, q) => p - q);
    if (sorted.length !== x!.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new InputError(
        `transpose: axes must be a permutation of the ${x!.shape.length} axes of ` +
          `${formatShape(x!.shape)}, got [${axes.join(", ")}]`,
      );
    }
    return [{ dtype: x!.dtype, shape: axes.map((axis) => x!.shape[axis]!) }];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("Transpose", inputs, { perm: { ints: attrs.axes } }),
  gradient: ({ attrs }, [g]) => [
    transpose(
      g!,
      attrs.axes.map((_, axis) => attrs.axes.indexOf(axis)),
    ),
  ],
});

export const concatOp = defineOp<{ readonly axis: number }>({
  name: "concat",
  infer: (inputs, { axis }) => {
    const first = inputs[0]!.shape;
    for (const { shape } of inputs) {
      if (shape.length !== first.length || shape.some((dim, i) => i !== axis && dim !== first[i])) {
        throw new InputError(
          `concat: shapes must agree but for axis ${axis}, got ` +
            `${inputs.map((t) => formatShape(t.shape)).join(" and ")}`,
        );
      }
    }
    const shape = first.map((dim, i) =>
      i === axis ? sumOfDims(inputs.map((t) => t.shape[axis]!)) : dim,
    );
    return [{ dtype: requireSameDtype("concat", inputs), shape }];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("Concat", inputs, { axis: { int: attrs.axis } }),
  gradient: ({ inputs, attrs: { axis } }, [g]) => {
    let start = 0;
    return inputs.map(({ shape }) => {
      const size = shape[axis]!;
      if (typeof size === "string") {
        throw new InputError(
          `concat: no gradient along the symbolic dimension ${size}; use static sizes`,
        );
      }
      start += size;
      return slice(g!, axis, start - size, start);
    });
  },
});

function sumOfDims(dims: readonly Dim[]): Dim {
  const total = dims.reduce<number>((sum, dim) => sum + (typeof dim === "number" ? dim : 0), 0);
  const names = dims.filter((dim) => typeof dim === "string");
  if (names.length === 0) return total;
  return `(${[...names, ...(total > 0 ? [total] : [])].join("+")})`;
}

export interface SliceAttrs {
  readonly axis: number;
  readonly start: number;
  /** Exclusive; undefined: to the end. */
  readonly end: number | undefined;
}

export const sliceOp = defineOp<SliceAttrs>({
  name: "slice",
  infer: ([x], { axis, start, end }) => {
    const dim = x!.shape[axis]!;
    const last = end ?? dim;
    const size = typeof last === "number" ? last - start : dimAfter(last, start);
    return [{ dtype: x!.dtype, shape: x!.shape.with(axis, size) }];
  },
  emit: (emitter, [x], { attrs: { axis, start, end } }) => {
    const vector = (value: bigint) => emitter.constant(ndarray(BigInt64Array.of(value), [1]));
    const last = end === undefined ? 2n ** 62n : BigInt(end);
    return emitter.add("Slice", [x!, vector(BigInt(start)), vector(last), vector(BigInt(axis))]);
  },
  gradient: ({ inputs, attrs: { axis, start, end } }, [g]) => {
    const dim = inputs[0]!.shape[axis]!;
    if (typeof dim === "string" && end !== undefined) {
      throw new InputError(`slice: no gradient for a part of the symbolic dimension ${dim}`);
    }
    const after = typeof dim === "number" && end !== undefined ? dim - end : 0;
    return [pad(g!, axis, start, after, inputs[0]!.shape)];
  },
});

/** A symbolic dimension as a concat makes one: (past+1) is past and 1 more. */
function sumInDim(dim: string): { readonly name: string | undefined; readonly more: number } {
  const [, name, more = 0] = /^\((\w+)\+(\d+)\)$/.exec(dim) ?? [];
  return { name, more: Number(more) };
}

/** What is left of a symbolic dimension: of (past+1), past after 1. */
function dimAfter(dim: string, start: number): string {
  const { name, more } = sumInDim(dim);
  return name !== undefined && more === start ? name : `(${dim}-${start})`;
}

export interface PadAttrs {
  readonly axis: number;
  readonly before: number;
  readonly after: number;
  readonly shape: Shape;
}

export const padOp = defineOp<PadAttrs>({
  name: "pad",
  infer: ([x], { shape }) => [{ dtype: x!.dtype, shape }],
  emit: (emitter, [x], { attrs: { axis, before, after, shape } }) => {
    // Of all axes: with the axes named, the runtime's optimizer breaks a pad beside a transpose.
    const rank = shape.length;
    const pads = Array.from({ length: 2 * rank }, () => 0)
      .with(axis, before)
      .with(rank + axis, after);
    const vector = ndarray(BigInt64Array.from(pads, BigInt), [2 * rank]);
    return emitter.add("Pad", [x!, emitter.constant(vector)]);
  },
  gradient: ({ inputs, attrs: { axis, before, after } }, [g]) => {
    const size = inputs[0]!.shape[axis]!;
    const end = typeof size === "number" ? before + size : undefined;
    if (end === undefined && after > 0) {
      throw new InputError("pad: no gradient for padding after a symbolic dimension");
    }
    return [slice(g!, axis, before, end)];
  },
});

/** Consecutive parts along one axis; the gradient joins them again. */
export const splitOp = defineOp<{ readonly axis: number; readonly sizes: readonly number[] }>({
  name: "split",
  infer: ([x], { axis, sizes }) => {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (x!.shape[axis] !== total) {
      throw new InputError(
        `split: sizes must add up to axis ${axis} of ${formatShape(x!.shape)}, got ` +
          `[${sizes.join(", ")}]`,
      );
    }
    return sizes.map((size) => ({ dtype: x!.dtype, shape: x!.shape.with(axis, size) }));
  },
  emit: (emitter, [x], { attrs: { axis, sizes } }) => {
    const parts = emitter.constant(ndarray(BigInt64Array.from(sizes, BigInt), [sizes.length]));
    return emitter.add("Split", [x!, parts], { axis: { int: axis } }, { outputs: sizes.length });
  },
  gradient: ({ outputs, attrs }, cotangents) => [
    concat(
      outputs.map((output, i) => cotangents[i] ?? zerosLike(output)),
      attrs.axis,
    ),
  ],
  carriesAll: true,
});

/** Axes in the given order; without `axes`, all reversed. */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  const order = axes ?? x.shape.map((_, i) => x.shape.length - 1 - i);
  if (order.every((axis, i) => axis === i)) return x;
  return applyOne(transposeOp, [x], { axes: order });
}

/** Joins along an axis. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 0) throw new InputError("concat: needs at least one tensor, got none");
  if (tensors.length === 1) return tensors[0]!;
  return applyOne(concatOp, tensors, {
    axis: normalizeAxis("concat", axis, tensors[0]!.shape.length),
  });
}

/**
 * Values `start` to `end` (exclusive; default: to the end) of one axis. A slice of a concat along
 * the same axis that falls on one of its parts is that part. On a symbolic dimension only an open
 * end is allowed, or one within what is surely there: the 1 of (n+1).
 */
export function slice(x: Tensor, axis: number, start: number, end?: number): Tensor {
  const at = normalizeAxis("slice", axis, x.shape.length);
  const dim = x.shape[at]!;
  const valid =
    typeof dim === "number"
      ? start >= 0 && start < (end ?? dim) && (end ?? dim) <= dim
      : start >= 0 && (end === undefined || (start < end && end <= sumInDim(dim).more));
  if (!valid) {
    throw new InputError(
      `slice: [${start}, ${end ?? "end"}) does not fit axis ${at} of ${formatShape(x.shape)}`,
    );
  }
  if (start === 0 && (end === undefined || end === dim)) return x;
  return partOfConcat(x, at, start, end) ?? applyOne(sliceOp, [x], { axis: at, start, end });
}

function partOfConcat(
  x: Tensor,
  axis: number,
  start: number,
  end: number | undefined,
): Tensor | undefined {
  if (x.node.op !== (concatOp as unknown) || (x.node.attrs as { axis: number }).axis !== axis)
    return undefined;
  let offset = 0;
  for (const part of x.node.inputs) {
    const size = part.shape[axis]!;
    if (typeof size === "string") return undefined;
    if (offset === start && (end === undefined ? false : offset + size === end)) return part;
    offset += size;
  }
  return undefined;
}

/** Consecutive parts of the given sizes, which must add up to the axis. */
export function split(x: Tensor, sizes: readonly number[], axis: number): readonly Tensor[] {
  const at = normalizeAxis("split", axis, x.shape.length);
  if (sizes.length === 1 && sizes[0] === x.shape[at]) return [x];
  return apply(splitOp, [x], { axis: at, sizes });
}

/**
 * Zeros before and after along one axis; `shape` names the result's shape where the axis is
 * symbolic.
 */
export function pad(x: Tensor, axis: number, before: number, after: number, shape?: Shape): Tensor {
  const at = normalizeAxis("pad", axis, x.shape.length);
  if (before === 0 && after === 0) return x;
  const dim = x.shape[at]!;
  const padded = typeof dim === "number" ? dim + before + after : `(${dim}+${before + after})`;
  return applyOne(padOp, [x], {
    axis: at,
    before,
    after,
    shape: shape ?? x.shape.with(at, padded),
  });
}

/** Inserts an axis of size 1. */
export function expandDims(x: Tensor, axis: number): Tensor {
  const at = axis < 0 ? axis + x.shape.length + 1 : axis;
  return reshape(x, x.shape.toSpliced(at, 0, 1));
}

/** Removes an axis of size 1. */
export function squeeze(x: Tensor, axis: number): Tensor {
  const at = normalizeAxis("squeeze", axis, x.shape.length);
  if (x.shape[at] !== 1) {
    throw new InputError(`squeeze: axis ${at} of ${formatShape(x.shape)} must have size 1`);
  }
  return reshape(x, x.shape.toSpliced(at, 1));
}

/** Joins along a new axis. */
export function stack(tensors: readonly Tensor[], axis: number): Tensor {
  return concat(
    tensors.map((tensor) => expandDims(tensor, axis)),
    axis,
  );
}
