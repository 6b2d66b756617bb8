// Stored bytes to typed arrays. Every platform that Node supports with ONNX Runtime is
// little-endian, as the files are.

import { type NdArray, ndarray, sizeOf } from "@w2s/grad";
import type { ByteSource } from "./byte-source.js";
import { bfloat16ToFloat32, float16ToFloat32 } from "./half.js";
import { viewAs } from "./typed-bytes.js";

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

/**
 * The same of every type that such a file may hold: tensors of the others stand in files whose
 * other tensors are read, and are refused when they are asked for.
 */
export const STORED_BYTES = {
  ...ELEMENT_BYTES,
  C64: 8,
  U64: 8,
  U32: 4,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  F8_E4M3FNUZ: 1,
  F8_E5M2FNUZ: 1,
} as const;

export type StoredType = keyof typeof STORED_BYTES;

export function isStoredType(name: string): name is StoredType {
  return Object.hasOwn(STORED_BYTES, name);
}

/** Whether tensors of the type can be read. */
export function isElementType(name: string): name is ElementType {
  return Object.hasOwn(ELEMENT_BYTES, name);
}

/** Bytes that are converted at a time. */
const CONVERT_BYTES = 2 ** 24;

/**
 * The array of stored elements at byte `begin` of a source: a view of its bytes where the type is
 * kept and the source is memory that lies aligned. F16 and BF16 become float32; I16, I8 and U8
 * become int32; BOOL stays one byte each.
 */
export function decodeElements(
  type: ElementType,
  source: ByteSource,
  begin: number,
  shape: readonly number[],
): NdArray {
  const count = sizeOf(shape);
  switch (type) {
    case "F64":
      return ndarray(source.elements(Float64Array, begin, count), shape);
    case "F32":
      return ndarray(source.elements(Float32Array, begin, count), shape);
    case "I64":
      return ndarray(source.elements(BigInt64Array, begin, count), shape);
    case "I32":
      return ndarray(source.elements(Int32Array, begin, count), shape);
    case "BOOL":
      return ndarray(source.elements(Uint8Array, begin, count), shape);
    case "F16":
    case "BF16":
      return ndarray(readHalf(type, source, begin, new Float32Array(count)), shape);
    case "I16":
    case "I8":
    case "U8":
      return ndarray(widened(type, source, begin, new Int32Array(count)), shape);
  }
}

/** Half floats at byte `begin` of a source to float32, into `out`. */
export function readHalf(
  type: "F16" | "BF16",
  source: ByteSource,
  begin: number,
  out: Float32Array,
): Float32Array {
  const step = CONVERT_BYTES / 2;
  for (let at = 0; at < out.length; at += step) {
    const part = out.subarray(at, at + step);
    decodeHalf(type, source.borrow(begin + 2 * at, 2 * part.length), part);
  }
  return out;
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

function widened(
  type: "I16" | "I8" | "U8",
  source: ByteSource,
  begin: number,
  out: Int32Array,
): Int32Array {
  const narrow = { I16: Int16Array, I8: Int8Array, U8: Uint8Array }[type];
  const width = narrow.BYTES_PER_ELEMENT;
  for (let at = 0; at < out.length; at += CONVERT_BYTES / width) {
    const count = Math.min(CONVERT_BYTES / width, out.length - at);
    const bytes = source.borrow(begin + at * width, count * width);
    out.set(viewAs<ArrayLike<number>>(narrow, bytes), at);
  }
  return out;
}
