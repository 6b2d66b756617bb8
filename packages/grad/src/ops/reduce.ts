// Reductions over axes. Without `axes`, all of them; `keepDims` (default false) keeps reduced axes
// at size 1.

import { ndarray } from "../array.js";
import { broadcastAxes, normalizeAxis } from "../shape.js";
import { applyOne, defineOp, type Op, requireFloat, type Tensor } from "../tensor.js";
import { add, div, equals, log, mul, sub } from "./binary.js";
import { axesOf, reduce, reduceOp, reshape, sum } from "./broadcast.js";
import { dimSize } from "./source.js";
import { abs, cast, exp, stopGradient } from "./unary.js";
import { where } from "./where.js";

/** The cotangent of an extreme value, shared equally among ties. */
function toExtremes(x: Tensor, y: Tensor, g: Tensor): Tensor {
  const hits = cast(equals(x, y), x.dtype as "float32");
  const axes = broadcastAxes(x.shape, y.shape);
  return mul(div(hits, sum(hits, axes, true)), g);
}

export const maxOp = reduceOp("max", "ReduceMax", toExtremes);
export const minOp = reduceOp("min", "ReduceMin", toExtremes);

function argOp(name: string, onnxType: string): Op<{ readonly axis: number }> {
  return defineOp<{ readonly axis: number }>({
    name,
    infer: ([x], { axis }) => [{ dtype: "int64", shape: x!.shape.toSpliced(axis, 1) }],
    emit: (emitter, inputs, { attrs }) =>
      emitter.add(onnxType, inputs, { axis: { int: attrs.axis }, keepdims: { int: 0 } }),
    gradient: "none",
  });
}
export const argMaxOp = argOp("argMax", "ArgMax");
export const argMinOp = argOp("argMin", "ArgMin");

export const cumSumOp = defineOp<{ readonly axis: number; readonly reverse: boolean }>({
  name: "cumSum",
  infer: ([x]) => [x!],
  emit: (emitter, [x], { attrs }) => {
    const axis = emitter.constant(ndarray(BigInt64Array.of(BigInt(attrs.axis)), []));
    return emitter.add("CumSum", [x!, axis], { reverse: { int: Number(attrs.reverse) } });
  },
  gradient: ({ attrs }, [g]) => [cumSum(g!, attrs.axis, !attrs.reverse)],
});

/**
 * The largest value over `axes`, as `sum` takes them. The gradient is shared equally among ties.
 */
export function max(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  return reduce(maxOp, x, axes, keepDims);
}

/**
 * The smallest value over `axes`, as `sum` takes them. The gradient is shared equally among ties.
 */
export function min(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  return reduce(minOp, x, axes, keepDims);
}

/** The mean; over symbolic dimensions the size is taken when the program runs. */
export function mean(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  requireFloat("mean", x);
  const total = sum(x, axes, keepDims);
  return axesOf("mean", x, axes).reduce((value, axis) => {
    const dim = x.shape[axis]!;
    return typeof dim === "number"
      ? mul(value, 1 / dim)
      : div(value, cast(dimSize(x, axis), x.dtype));
  }, total);
}

/**
 * log(sum(exp(x))) over axes, without overflow; -Infinity where all of them are, with a gradient of
 * 0, and Infinity where one is.
 */
export function logSumExp(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  const peak = stopGradient(max(x, axes, true));
  const shift = where(equals(abs(peak), Number.POSITIVE_INFINITY), 0, peak);
  const total = sum(exp(sub(x, shift)), axes, keepDims);
  // Only where all are -Infinity is nothing left: peak says so.
  const logs = log(where(equals(total, 0), 1, total));
  return add(logs, reshape(peak, total.shape));
}

/** The index of the largest value along an axis, int64; the lowest index at a tie. */
export function argMax(x: Tensor, axis: number): Tensor {
  return applyOne(argMaxOp, [x], { axis: normalizeAxis("argMax", axis, x.shape.length) });
}

/** The index of the smallest value along an axis, int64; the lowest index at a tie. */
export function argMin(x: Tensor, axis: number): Tensor {
  return applyOne(argMinOp, [x], { axis: normalizeAxis("argMin", axis, x.shape.length) });
}

/** Running sums along an axis, from the end where `reverse`. */
export function cumSum(x: Tensor, axis: number, reverse = false): Tensor {
  return applyOne(cumSumOp, [x], { axis: normalizeAxis("cumSum", axis, x.shape.length), reverse });
}
