// Float arrays that are written anew each step, kept by name and grown where a step needs more.

import { type NdArray, ndarray, sizeOf } from "../array.js";

export class BufferPool {
  private readonly kept = new Map<string, Float32Array>();

  /** An array of a shape; it holds whatever it held last. */
  take(name: string, shape: readonly number[]): NdArray<"float32"> {
    const size = sizeOf(shape);
    let buffer = this.kept.get(name);
    if (!buffer || buffer.length < size) {
      buffer = new Float32Array(size);
      this.kept.set(name, buffer);
    }
    return ndarray(buffer.subarray(0, size), shape);
  }

  like(name: string, { shape }: NdArray): NdArray<"float32"> {
    return this.take(name, shape);
  }
}
