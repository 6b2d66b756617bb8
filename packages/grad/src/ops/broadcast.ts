// Sums over axes, and what undoes them, reshape and broadcast: each is in another's gradient.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import {
  broadcastAxes,
  broadcastShapes,
  type Dim,
  formatShape,
  normalizeAxis,
  productOf,
  type Shape,
  sameShape,
} from "../shape.js";
import { applyOne, defineOp, type Op, type Tensor } from "../tensor.js";
import { asTensor, scalar } from "./source.js";

export interface ReduceAttrs {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return shape.flatMap((dim, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [dim]));
}

export function reduceOp(
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

export const sumOp = reduceOp("sum", "ReduceSum", (x, _y, g) => broadcastTo(g, x.shape));

export const reshapeOp = defineOp<{ readonly shape: Shape }>({
  name: "reshape",
  infer: ([x], { shape }) => {
    if (productOf(x!.shape) !== productOf(shape)) {
      throw new InputError(
        `reshape: sizes must agree, got ${formatShape(x!.shape)} (${productOf(x!.shape)} ` +
          "values) to " +
          `${formatShape(shape)} (${productOf(shape)} values)`,
      );
    }
    return [{ dtype: x!.dtype, shape }];
  },
  emit: (emitter, [x], { attrs: { shape } }) => {
    const symbolic = shape.filter((dim) => typeof dim === "string").length;
    const target =
      symbolic === 1
        ? emitter.constant(
            ndarray(
              BigInt64Array.from(shape, (dim) => BigInt(typeof dim === "string" ? -1 : dim)),
              [shape.length],
            ),
          )
        : emitter.shapeVector(shape);
    return emitter.add("Reshape", [x!, target]);
  },
  gradient: ({ inputs }, [g]) => [reshape(g!, inputs[0]!.shape)],
});

export const broadcastToOp = defineOp<{ readonly shape: Shape }>({
  name: "broadcastTo",
  infer: ([x], { shape }) => {
    if (!sameShape(broadcastShapes("broadcastTo", x!.shape, shape), shape)) {
      throw new InputError(
        `broadcastTo: ${formatShape(x!.shape)} does not broadcast to ${formatShape(shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape }];
  },
  emit: (emitter, [x], { attrs }) => emitter.add("Expand", [x!, emitter.shapeVector(attrs.shape)]),
  gradient: ({ inputs }, [g]) => [sumTo(g!, inputs[0]!.shape)],
});

export type Axes = number | readonly number[] | undefined;

export function axesOf(op: string, x: Tensor, axes: Axes): readonly number[] {
  if (axes === undefined) return x.shape.map((_, i) => i);
  const list = typeof axes === "number" ? [axes] : axes;
  return list.map((axis) => normalizeAxis(op, axis, x.shape.length)).sort((a, b) => a - b);
}

export function reduce(op: Op<ReduceAttrs>, x: Tensor, axes: Axes, keepDims: boolean): Tensor {
  const list = axesOf(op.name, x, axes);
  if (list.length === 0) return x;
  if (list.every((axis) => x.shape[axis] === 1))
    return reshape(x, reducedShape(x.shape, list, keepDims));
  return applyOne(op, [x], { axes: list, keepDims });
}

/**
 * The sum over `axes` (one or several, negative from the end; default: all, giving `[]`), which are
 * left out, or kept at size 1 where `keepDims`.
 * @throws InputError for an axis that x does not have.
 */
export function sum(x: Tensor, axes?: number | readonly number[], keepDims = false): Tensor {
  return reduce(sumOp, x, axes, keepDims);
}

/**
 * The same values in another shape. One axis may be -1 where all others are static in both shapes.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const open = shape.indexOf(-1);
  const resolved = open < 0 ? shape : shape.with(open, openDim(x.shape, shape.toSpliced(open, 1)));
  if (sameShape(x.shape, resolved)) return x;
  if (x.node.op === (reshapeOp as unknown)) return reshape(x.node.inputs[0]!, resolved);
  return applyOne(reshapeOp, [x], { shape: resolved });
}

/** The size of the axis left open: the product of all dims over the product of the given ones. */
function openDim(from: Shape, given: Shape): Dim {
  const rest = [...from];
  let divisor = 1;
  for (const dim of given) {
    const at = typeof dim === "string" ? rest.indexOf(dim) : -1;
    if (at >= 0) rest.splice(at, 1);
    else if (typeof dim === "number") divisor *= dim;
    else
      throw new InputError(
        `reshape: cannot tell -1 in ${formatShape(from)} to [${given.join(", ")}, -1]`,
      );
  }
  const factors = String(productOf(rest)).split("*");
  const known = /^\d+$/.test(factors[0]!) ? Number(factors.shift()) : 1;
  if (!Number.isInteger(known / divisor)) {
    throw new InputError(
      `reshape: ${formatShape(from)} does not divide into [${given.join(", ")}, -1]`,
    );
  }
  return productOf([...factors, known / divisor]);
}

/**
 * `x` repeated along axes of size 1 and new leading axes to `shape`; a number becomes float32. The
 * gradient is summed back.
 * @throws InputError for a shape that x does not broadcast to.
 */
export function broadcastTo(x: Tensor | number, shape: Shape): Tensor {
  const tensor = asTensor(x, "float32");
  return sameShape(tensor.shape, shape) ? tensor : applyOne(broadcastToOp, [tensor], { shape });
}

/** Zeros of another tensor's shape and dtype. */
export function zerosLike(x: Tensor): Tensor {
  return broadcastTo(scalar(0, x.dtype), x.shape);
}

/**
 * Sums a broadcast result back to the shape it was broadcast from: the one place where broadcasting
 * is undone.
 */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const axes = broadcastAxes(x.shape, shape);
  return axes.length === 0 ? reshape(x, shape) : reshape(sum(x, axes, true), shape);
}
