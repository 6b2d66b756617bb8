// Concrete arrays: what goes into a compiled program and what comes out. Row-major, contiguous.

import { InputError } from "@w2s/base";

/** The types of elements that programs compute with. bool holds one byte, 0 or 1. */
export type DType = "float32" | "float64" | "int32" | "int64" | "bool";

/** The typed array that holds each dtype; bools are one byte each, 0 or 1. */
export interface TypedData {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
}

/** A dense row-major array. `data.length` is the product of `shape`; a scalar has shape `[]`. */
export interface NdArray<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: TypedData[D];
}

/** Concrete arrays by name. */
export type Arrays = Readonly<Record<string, NdArray>>;

export const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const satisfies { [D in DType]: unknown };

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/**
 * Wraps `data` (not copied) as an array of `shape`. The dtype follows from the typed array; a
 * Uint8Array is bool.
 * @throws InputError when the shape's size is not the data's length.
 */
export function ndarray(data: Float32Array, shape: readonly number[]): NdArray<"float32">;
export function ndarray(data: Float64Array, shape: readonly number[]): NdArray<"float64">;
export function ndarray(data: Int32Array, shape: readonly number[]): NdArray<"int32">;
export function ndarray(data: BigInt64Array, shape: readonly number[]): NdArray<"int64">;
export function ndarray(data: Uint8Array, shape: readonly number[]): NdArray<"bool">;
export function ndarray(data: TypedData[DType], shape: readonly number[]): NdArray {
  const dtype = dtypeOf(data);
  if (sizeOf(shape) !== data.length) {
    throw new InputError(
      `array: shape [${shape.join(", ")}] needs ${sizeOf(shape)} values, got ${data.length}`,
    );
  }
  return { dtype, shape, data };
}

/** A new array of zeros. */
export function zerosArray<D extends DType>(dtype: D, shape: readonly number[]): NdArray<D> {
  return { dtype, shape, data: new constructors[dtype](sizeOf(shape)) as TypedData[D] };
}

/** Rows `from` to `to` (exclusive) along the first dimension; the data are shared, not copied. */
export function rowsOf<D extends DType>(
  { dtype, shape, data }: NdArray<D>,
  from: number,
  to: number,
): NdArray<D> {
  const width = sizeOf(shape.slice(1));
  const part = data.subarray(from * width, to * width) as TypedData[D];
  return { dtype, shape: [to - from, ...shape.slice(1)], data: part };
}

/** Some rows along the first dimension, in the order asked for, as an array of their own. */
export function takeRows<D extends DType>(
  { dtype, shape, data }: NdArray<D>,
  rows: ArrayLike<number>,
): NdArray<D> {
  const width = sizeOf(shape.slice(1));
  const taken = zerosArray(dtype, [rows.length, ...shape.slice(1)]);
  const into = taken.data as Float32Array;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    into.set(data.subarray(row * width, (row + 1) * width) as Float32Array, i * width);
  }
  return taken;
}

function dtypeOf(data: TypedData[DType]): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof BigInt64Array) return "int64";
  return "bool";
}
