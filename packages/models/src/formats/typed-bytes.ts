// Typed arrays as bytes and back, without copies where they lie aligned.

import { InternalError } from "@w2s/base";

/** The bytes of a typed array, not copied. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A typed array of any kind. */
export interface ElementArray extends ArrayBufferView {
  readonly length: number;
}

export interface ViewConstructor<V> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): V;
  new (length: number): V;
}

/**
 * The bytes of a typed array in views of at most `bytes` each, not copied. Node's own functions
 * stop at 2 GiB, and in Node 20 no array has more than 4 Gi elements, so no single view may do.
 */
export function* piecesOf(
  { buffer, byteOffset, byteLength }: ArrayBufferView,
  bytes: number,
): Generator<Uint8Array> {
  for (let at = 0; at < byteLength; at += bytes) {
    yield new Uint8Array(buffer, byteOffset + at, Math.min(bytes, byteLength - at));
  }
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
