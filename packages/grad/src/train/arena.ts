// Parameters side by side in one stretch of memory: an optimizer runs over all of them in pieces
// that stay in cache.

import { InputError } from "@w2s/base";
import { type Arrays, type NdArray, ndarray, sizeOf } from "../array.js";
import type { Signature } from "../program.js";

/** Float32 parameters of fixed shapes in one stretch of memory, zero at first. */
export class Arena {
  readonly data: Float32Array;
  /** The parameters as arrays over `data`, in the order of the signature. */
  readonly arrays: Arrays;

  /** @throws InputError for a symbolic shape or a dtype other than float32. */
  constructor(private readonly signature: Signature) {
    const sizes = Object.entries(signature).map(([name, { dtype, shape }]) => {
      const fixed = shape.every((dim) => typeof dim === "number");
      if (dtype !== "float32" || !fixed) {
        throw new InputError(
          `parameter "${name}": must be float32 of a fixed shape, got ` +
            `${dtype}[${shape.join(", ")}]`,
        );
      }
      return { name, shape: shape as readonly number[], size: sizeOf(shape as readonly number[]) };
    });
    this.data = new Float32Array(sizes.reduce((total, { size }) => total + size, 0));
    let offset = 0;
    const arrays = sizes.map(({ name, shape, size }) => {
      offset += size;
      return [name, ndarray(this.data.subarray(offset - size, offset), shape)] as const;
    });
    this.arrays = Object.fromEntries(arrays);
  }

  /** Another arena of the same parameters, zero. */
  like(): Arena {
    return new Arena(this.signature);
  }

  /** Copies values in. @throws InputError when one is missing or has another shape. */
  fill(values: Arrays): void {
    for (const [name, place] of Object.entries(this.arrays)) {
      const value = values[name];
      if (value?.data.length !== place.data.length) {
        throw new InputError(
          `parameter "${name}": must be [${place.shape.join(", ")}], got ${shapeOf(value)}`,
        );
      }
      (place.data as Float32Array).set(value.data as Float32Array);
    }
  }
}

function shapeOf(value: NdArray | undefined): string {
  return value ? `[${value.shape.join(", ")}]` : "nothing";
}
