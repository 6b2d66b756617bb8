// Stored bytes to typed arrays. Every platform that Node supports with ONNX Runtime is
// little-endian, as the files are.

import { InternalError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import { bfloat16ToFloat32, float16ToFloat32 } from "./half.js";

/** Bytes per element of each type a safetensors file may hold here. */
export const ELEMENT_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

export function isElementType(name: string): name is ElementType {
  return Object.hasOwn(ELEMENT_BYTES, name);
}

/** Whether `decodeElements` makes new elements rather than a view of the bytes. */
export function isConverted(type: ElementType): boolean {
  return type === "F16" || type === "BF16" || type === "I16" || type === "I8" || type === "U8";
}

/**
 * Typed array over stored elements: a view where the type is kept and the bytes are aligned, else a
 * conversion. F16 and BF16 become float32; I16, I8 and U8 become int32; BOOL stays one byte each.
 */
export function decodeElements(
  type: ElementType,
  bytes: Uint8Array,
  shape: readonly number[],
): NdArray {
  switch (type) {
    case "F64":
      return ndarray(viewAs(Float64Array, bytes), shape);
    case "F32":
      return ndarray(viewAs(Float32Array, bytes), shape);
    case "F16":
      return ndarray(float16ToFloat32(viewAs(Uint16Array, bytes)), shape);
    case "BF16":
      return ndarray(bfloat16ToFloat32(viewAs(Uint16Array, bytes)), shape);
    case "I64":
      return ndarray(viewAs(BigInt64Array, bytes), shape);
    case "I32":
      return ndarray(viewAs(Int32Array, bytes), shape);
    case "I16":
      return ndarray(Int32Array.from(viewAs(Int16Array, bytes)), shape);
    case "I8":
      return ndarray(Int32Array.from(viewAs(Int8Array, bytes)), shape);
    case "U8":
      return ndarray(Int32Array.from(bytes), shape);
    case "BOOL":
      return ndarray(bytes, shape);
  }
}

/** Half floats to float32, into `out`. */
export function decodeHalf(
  type: "F16" | "BF16",
  bytes: Uint8Array,
  out: Float32Array,
): Float32Array {
  const bits = viewAs(Uint16Array, bytes);
  return type === "F16" ? float16ToFloat32(bits, out) : bfloat16ToFloat32(bits, out);
}

/** The bytes of a typed array, not copied. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

interface ViewConstructor<V> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): V;
}

/** Bytes as elements: a view when they are aligned, a view of a copy when not. */
export function viewAs<V>(type: ViewConstructor<V>, bytes: Uint8Array): V {
  const length = bytes.byteLength / type.BYTES_PER_ELEMENT;
  if (!Number.isInteger(length)) {
    throw new InternalError(
      `${bytes.byteLength} bytes are not whole elements of ${type.BYTES_PER_ELEMENT}`,
    );
  }
  const aligned = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes);
  return new type(aligned.buffer, aligned.byteOffset, length);
}
