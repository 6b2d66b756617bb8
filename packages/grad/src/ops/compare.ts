// Comparisons and logic: bool results, no gradients.

import { InputError } from "@w2s/base";
import { broadcastShapes } from "../shape.js";
import { applyOne, defineOp, type Op, requireSameDtype, type Tensor } from "../tensor.js";
import { asTensor } from "./source.js";

function compareOp(name: string, onnxType: string): Op<null> {
  return defineOp<null>({
    name,
    infer: ([a, b]) => {
      requireSameDtype(name, [a!, b!]);
      return [{ dtype: "bool", shape: broadcastShapes(name, a!.shape, b!.shape) }];
    },
    emit: (emitter, inputs) => emitter.add(onnxType, inputs),
    gradient: "none",
  });
}

function requireBool(name: string, tensors: readonly Tensor[]): void {
  for (const { dtype } of tensors) {
    if (dtype !== "bool") throw new InputError(`${name}: needs bools, got ${dtype}; compare first`);
  }
}

function logicOp(name: string, onnxType: string): Op<null> {
  return defineOp<null>({
    name,
    infer: (inputs) => {
      requireBool(name, inputs);
      const [a, b] = inputs;
      return [{ dtype: "bool", shape: b ? broadcastShapes(name, a!.shape, b.shape) : a!.shape }];
    },
    emit: (emitter, inputs) => emitter.add(onnxType, inputs),
    gradient: "none",
  });
}

export const equalOp = compareOp("equal", "Equal");
export const lessOp = compareOp("less", "Less");
export const lessEqualOp = compareOp("lessEqual", "LessOrEqual");
export const greaterOp = compareOp("greater", "Greater");
export const greaterEqualOp = compareOp("greaterEqual", "GreaterOrEqual");
export const andOp = logicOp("and", "And");
export const orOp = logicOp("or", "Or");
export const notOp = logicOp("not", "Not");

const compare =
  (op: Op<null>) =>
  (a: Tensor, b: Tensor | number): Tensor =>
    applyOne(op, [a, asTensor(b, a.dtype)], null);

/**
 * Whether a = b, element by element: bool, shapes broadcast. b may be a number. NaN equals nothing.
 * Likewise for all comparisons here; no gradient flows through them.
 * @throws InputError for different dtypes and shapes that do not broadcast.
 */
export const equal = compare(equalOp);
/** Whether a < b, element by element; see `equal`. */
export const less = compare(lessOp);
/** Whether a <= b, element by element; see `equal`. */
export const lessEqual = compare(lessEqualOp);
/** Whether a > b, element by element; see `equal`. */
export const greater = compare(greaterOp);
/** Whether a >= b, element by element; see `equal`. */
export const greaterEqual = compare(greaterEqualOp);

/**
 * Whether both hold, element by element, with broadcasting.
 * @throws InputError for other tensors than bool.
 */
export function and(a: Tensor, b: Tensor): Tensor {
  return applyOne(andOp, [a, b], null);
}

/**
 * Whether one holds at least, element by element, with broadcasting.
 * @throws InputError for other tensors than bool.
 */
export function or(a: Tensor, b: Tensor): Tensor {
  return applyOne(orOp, [a, b], null);
}

/**
 * Whether it does not hold, element by element.
 * @throws InputError for another tensor than bool.
 */
export function not(a: Tensor): Tensor {
  return applyOne(notOp, [a], null);
}
