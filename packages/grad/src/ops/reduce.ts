// Reductions over axes. Without `axes`, all of them; `keepDims` (default false) keeps reduced axes
// at size 1.

import { ndarray } from "../array.js";
import { broadcastAxes, normalizeAxis, type Shape } from "../shape.js";
import { applyOne, defineOp, type Op, requireFloat, type Tensor } from "../tensor.js";
import { add, div, equals, mul, sub } from "./binary.js";
import { broadcastTo, reshape } from "./layout.js";
import { dimSize } from "./source.js";
import { abs, cast, exp, log, stopGradient } from "./unary.js";
import { where } from "./where.js";

export interface ReduceAttrs {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return shape.flatMap((dim, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [dim]));
}

function reduceOp(
  name: string,
  onnxType: string,
  gradient: (x: Tensor, y: Tensor, g: Tensor) => Tensor,
): Op<ReduceAttrs> {
  return defineOp<ReduceAttrs>({
    name,
    infer: ([x], { axes, keepDims }) => [
      { dtype: x!.dtype, shape: reducedShape(x!.shape, axes, keepDims) },
    ],
    emit: (emitter, [x], { attrs: { axes, keepDims } }) => {
      const at = emitter.constant(ndarray(BigInt64Array.from(axes, BigInt), [axes.length]));
      return emitter.add(onnxType, [x!, at], { keepdims: { int: Number(keepDims) } });
    },
    gradient: ({ inputs, outputs, attrs }, [g]) => {
      const kept = reducedShape(inputs[0]!.shape, attrs.axes, true);
      return [gradient(inputs[0]!, reshape(outputs[0]!, kept), reshape(g!, kept))];
    },
  });
}

/** The cotangent of an extreme value, shared equally among ties. */
function toExtremes(x: Tensor, y: Tensor, g: Tensor): Tensor {
  const hits = cast(equals(x, y), x.dtype as "float32");
  const axes = broadcastAxes(x.shape, y.shape);
  return mul(div(hits, sum(hits, axes, true)), g);
}

export const sumOp = reduceOp("sum", "ReduceSum", (x, _y, g) => broadcastTo(g, x.shape));
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

type Axes = number | readonly number[] | undefined;

function axesOf(op: string, x: Tensor, axes: Axes): readonly number[] {
  if (axes === undefined) return x.shape.map((_, i) => i);
  const list = typeof axes === "number" ? [axes] : axes;
  return list.map((axis) => normalizeAxis(op, axis, x.shape.length)).sort((a, b) => a - b);
}

function reduce(op: Op<ReduceAttrs>, x: Tensor, axes: Axes, keepDims: boolean): Tensor {
  const list = axesOf(op.name, x, axes);
  if (list.length === 0) return x;
  if (list.every((axis) => x.shape[axis] === 1))
    return reshape(x, reducedShape(x.shape, list, keepDims));
  return applyOne(op, [x], { axes: list, keepDims });
}

export function sum(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  return reduce(sumOp, x, axes, keepDims);
}

export function max(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  return reduce(maxOp, x, axes, keepDims);
}

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

/**
 * Sums a broadcast result back to the shape it was broadcast from: the one place where broadcasting
 * is undone.
 */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const axes = broadcastAxes(x.shape, shape);
  return axes.length === 0 ? reshape(x, shape) : reshape(sum(x, axes, true), shape);
}
