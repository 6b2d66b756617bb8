// Where tensors come from: program inputs, constants, and the sizes of symbolic dimensions.

import { InputError } from "@w2s/base";
import type { DType, NdArray, TypedData } from "../array.js";
import { constructors } from "../array.js";
import { normalizeAxis, type Shape } from "../shape.js";
import { applyOne, defineOp, type Tensor, type TensorType } from "../tensor.js";

/** A value that is given when the program runs, or that a loop carries. */
export const inputOp = defineOp<TensorType & { readonly name: string }>({
  name: "input",
  infer: (_, attrs) => [attrs],
  emit: (_emitter, _inputs, { attrs }) => {
    throw new InputError(`compile: "${attrs.name}" is used but is not among this program's inputs`);
  },
  gradient: () => [],
});

export const constantOp = defineOp<{ readonly value: NdArray }>({
  name: "constant",
  infer: (_, { value }) => [value],
  emit: (emitter, _, node) => [emitter.constant(node.attrs.value)],
  gradient: () => [],
});

export const dimSizeOp = defineOp<{ readonly axis: number }>({
  name: "dimSize",
  infer: () => [{ dtype: "int64", shape: [] }],
  emit: (emitter, _, { inputs, attrs }) => [
    emitter.one("Squeeze", [emitter.shapeVector([inputs[0]!.shape[attrs.axis]!])]),
  ],
  gradient: "none",
});

/**
 * A tensor that is known by its type alone, for tracing outside of `compile`: a graph of it can be
 * printed and differentiated. `shape` may have symbolic dimensions.
 */
export function placeholder(name: string, dtype: DType, shape: Shape): Tensor {
  return applyOne(inputOp, [], { name, dtype, shape });
}

/** A constant array. */
export function constant(value: NdArray): Tensor {
  return applyOne(constantOp, [], { value });
}

/** A constant of shape `[]`. */
export function scalar(value: number, dtype: DType = "float32"): Tensor {
  const data = dtype === "int64" ? BigInt64Array.of(BigInt(value)) : constructors[dtype].of(value);
  return constant({ dtype, shape: [], data: data as TypedData[DType] });
}

/** What a constant holds; undefined for any other tensor. */
export function constantValue({ node }: Tensor): NdArray | undefined {
  return node.op.name === "constant" ? (node.attrs as { value: NdArray }).value : undefined;
}

/**
 * The number that a constant holds everywhere (a scalar, or one broadcast), or undefined for any
 * other tensor.
 */
export function scalarValue(tensor: Tensor): number | undefined {
  if (tensor.node.op.name === "broadcastTo") return scalarValue(tensor.node.inputs[0]!);
  const value = constantValue(tensor);
  return value?.shape.length === 0 ? Number(value.data[0]) : undefined;
}

/** Takes numbers as scalars of the given dtype, tensors as they are. */
export function asTensor(value: Tensor | number, dtype: DType): Tensor {
  return typeof value === "number" ? scalar(value, dtype) : value;
}

/** The size of one axis as an int64 scalar: a constant where it is static. */
export function dimSize(x: Tensor, axis: number): Tensor {
  const at = normalizeAxis("dimSize", axis, x.shape.length);
  const dim = x.shape[at]!;
  if (typeof dim === "number") return scalar(dim, "int64");
  const origin = originOf(x, dim);
  return applyOne(dimSizeOp, [origin], { axis: origin.shape.indexOf(dim) });
}

/**
 * The tensor that a dimension comes from: asking it rather than `x` does not keep `x` alive where
 * only its size is needed.
 */
function originOf(x: Tensor, dim: string): Tensor {
  const before = x.node.inputs.find(({ shape }) => shape.includes(dim));
  return before ? originOf(before, dim) : x;
}
