// Order statistics: the largest k, the k-th largest, sorting, quantiles.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import { type Dim, formatShape, normalizeAxis } from "../shape.js";
import { apply, applyOne, defineOp, requireFloat, type Tensor } from "../tensor.js";
import { add, minimum, mul, sub } from "./binary.js";
import { broadcastTo, reshape, zerosLike } from "./broadcast.js";
import { gatherElements, scatterElementsAddOp } from "./gather.js";
import { asTensor, dimSize } from "./source.js";
import { cast, floor, stopGradient } from "./unary.js";

export interface TopKAttrs {
  readonly k: Dim;
  readonly axis: number;
  readonly largest: boolean;
}

/** Outputs values and int64 indices, in order from the extreme. */
export const topKOp = defineOp<TopKAttrs>({
  name: "topK",
  infer: ([x], { k, axis }) => {
    const size = x!.shape[axis]!;
    if (typeof k === "number" && typeof size === "number" && (k < 1 || k > size)) {
      throw new InputError(
        `topK: k must be in [1, ${size}] for axis ${axis} of ${formatShape(x!.shape)}, got ${k}`,
      );
    }
    const shape = x!.shape.with(axis, k);
    return [
      { dtype: x!.dtype, shape },
      { dtype: "int64", shape },
    ];
  },
  emit: (emitter, [x], { attrs: { k, axis, largest } }) =>
    emitter.add(
      "TopK",
      [x!, emitter.shapeVector([k])],
      { axis: { int: axis }, largest: { int: Number(largest) } },
      { outputs: 2 },
    ),
  gradient: ({ inputs: [x], outputs: [, indices], attrs }, [g]) => [
    g && applyOne(scatterElementsAddOp, [zerosLike(x!), indices!, g], { axis: attrs.axis }),
  ],
});

/** Both have the input's shape but for the axis, which has size k. */
export interface TopK {
  readonly values: Tensor;
  /** int64. */
  readonly indices: Tensor;
}

/**
 * The k largest (or smallest) values along an axis, from the extreme on. Gradients flow to the
 * chosen values.
 */
export function topK(x: Tensor, k: Dim, axis = -1, largest = true): TopK {
  const attrs = { k, axis: normalizeAxis("topK", axis, x.shape.length), largest };
  const [values, indices] = apply(topKOp, [x], attrs) as [Tensor, Tensor];
  return { values, indices };
}

/** All values along an axis, ascending unless `descending`. */
export function sort(x: Tensor, axis = -1, descending = false): Tensor {
  const at = normalizeAxis("sort", axis, x.shape.length);
  return topK(x, x.shape[at]!, at, descending).values;
}

/** The least of the k largest, which need not be sorted: a third of sorting all. */
export const kthLargestOp = defineOp<{ readonly axis: number }>({
  name: "kthLargest",
  infer: ([x, k], { axis }) => {
    if (k!.dtype !== "int64" || k!.shape.length > 0) {
      throw new InputError(
        `kthLargest: k must be an int64 scalar, got ${k!.dtype}${formatShape(k!.shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape: x!.shape.with(axis, 1) }];
  },
  emit: (emitter, [x, k], { attrs: { axis } }) => {
    const vector = (value: number) =>
      emitter.constant(ndarray(BigInt64Array.of(BigInt(value)), [1]));
    const [values] = emitter.add(
      "TopK",
      [x!, emitter.one("Reshape", [k!, vector(1)])],
      { axis: { int: axis }, sorted: { int: 0 } },
      { outputs: 2 },
    );
    return [emitter.one("ReduceMin", [values!, vector(axis)])];
  },
  gradient: "refused",
});

/**
 * The k-th largest value along an axis, which is kept with size 1. `k`, int64, from 1 to the axis's
 * size: a scalar, or a tensor that broadcasts to the result. A scalar's has no gradient.
 */
export function kthLargest(x: Tensor, k: Tensor, axis: number): Tensor {
  const at = normalizeAxis("kthLargest", axis, x.shape.length);
  if (k.shape.length === 0) return applyOne(kthLargestOp, [x, k], { axis: at });
  const places = broadcastTo(sub(k, 1), x.shape.with(at, 1));
  return gatherElements(sort(x, at, true), places, at);
}

/**
 * The q-quantile along an axis, linear between neighbours as in NumPy and PyTorch: `[..., 1, ...]`,
 * the axis kept. `q` in [0, 1]: a number, or a tensor of the result's shape. The quantile's own
 * gradient flows to its neighbours in x, none to q. The axis may be symbolic.
 */
export function quantile(x: Tensor, q: Tensor | number, axis: number): Tensor {
  requireFloat("quantile", x);
  const at = normalizeAxis("quantile", axis, x.shape.length);
  const sorted = sort(x, at);
  const shape = x.shape.with(at, 1);
  const last = sub(cast(dimSize(x, at), x.dtype), 1);
  const position = mul(stopGradient(asTensor(q, x.dtype)), last);
  const below = floor(position);
  const above = minimum(add(below, 1), last);
  const pick = (index: Tensor): Tensor => {
    const flat =
      index.shape.length === 0
        ? reshape(
            index,
            shape.map(() => 1),
          )
        : index;
    return gatherElements(sorted, cast(broadcastTo(flat, shape), "int64"), at);
  };
  const low = pick(below);
  return add(low, mul(sub(pick(above), low), sub(position, below)));
}
