// How ops of one tensor are declared: their entries stand in arithmetic.ts and unary.ts.

import type { DType } from "../array.js";
import { applyOne, defineOp, type Emitter, type Op, requireFloat, type Tensor } from "../tensor.js";

export type Derivative = (x: Tensor, y: Tensor, g: Tensor) => Tensor;
export type Emit = (emitter: Emitter, x: string, dtype: DType) => string;

/**
 * An op on floats. ONNX Runtime has no double kernel for some: those are computed in float32
 * between two casts.
 */
export function unaryOp(name: string, onnx: string | Emit, derivative: Derivative): Op<null> {
  return defineOp<null>({
    name,
    infer: ([x]) => {
      requireFloat(name, x!);
      return [x!];
    },
    emit: (emitter, [x], { inputs }) => [
      typeof onnx === "string" ? emitter.one(onnx, [x!]) : onnx(emitter, x!, inputs[0]!.dtype),
    ],
    gradient: ({ inputs, outputs }, [g]) => [derivative(inputs[0]!, outputs[0]!, g!)],
  });
}

/** The function that applies such an op. */
export const unary =
  (op: Op<null>) =>
  (x: Tensor): Tensor =>
    applyOne(op, [x], null);
