// Parameters of members side by side, several of them in one array: an optimizer then takes few,
// long strides, short enough to stay in cache.

import { InputError } from "@w2s/base";
import { type Arrays, type NdArray, ndarray, sizeOf, zerosArray } from "../array.js";
import { reshape } from "../ops/broadcast.js";
import { split } from "../ops/layout.js";
import { input, type Signature } from "../program.js";
import type { Tensor, Tensors } from "../tensor.js";

/** Elements of a pack that holds more than one parameter, of all members together: 512 KB. */
const packSize = 2 ** 17;

interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
}

/** Parameters that lie in one array, `[members, size]`. */
export interface Pack {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly size: number;
  /** Whether weight decay is theirs. */
  readonly decays: boolean;
}

/** One member's parameters in packs, in their order; those that decay apart from the others. */
export function packsOf(
  parameters: Signature,
  members: number,
  decays: (name: string) => boolean,
): Pack[] {
  const packs: Pack[] = [];
  for (const wanted of [true, false]) {
    let parts: Part[] = [];
    const close = () => {
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      if (parts.length > 0)
        packs.push({ name: `pack ${packs.length}`, parts, size, decays: wanted });
      parts = [];
    };
    for (const [name, { shape }] of Object.entries(parameters)) {
      if (decays(name) !== wanted) continue;
      const part = {
        name,
        shape: shape as readonly number[],
        size: sizeOf(shape as readonly number[]),
      };
      const filled = parts.reduce((sum, one) => sum + one.size, part.size);
      if (filled * members > packSize) close();
      parts.push(part);
    }
    close();
  }
  return packs;
}

export const packSignature = (packs: readonly Pack[], members: number): Signature =>
  Object.fromEntries(packs.map(({ name, size }) => [name, input("float32", [members, size])]));

/** Every parameter of a pack as `[members, ...]`. */
export function unpacked({ parts }: Pack, tensor: Tensor): Tensors {
  const columns = split(
    tensor,
    parts.map(({ size }) => size),
    1,
  );
  return Object.fromEntries(
    parts.map(({ name, shape }, i) => [name, reshape(columns[i]!, [tensor.shape[0]!, ...shape])]),
  );
}

/**
 * Packs of given values. @throws InputError when a member's value is missing or has another size.
 */
export function filledPacks(packs: readonly Pack[], members: readonly Arrays[]): Arrays {
  return Object.fromEntries(
    packs.map((pack) => {
      const array = zerosArray("float32", [members.length, pack.size]);
      members.forEach((values, m) => {
        fill(array.data.subarray(m * pack.size, (m + 1) * pack.size), pack, values);
      });
      return [pack.name, array];
    }),
  );
}

function fill(place: Float32Array, { parts }: Pack, values: Arrays): void {
  let offset = 0;
  for (const { name, shape, size } of parts) {
    const value = values[name];
    if (value?.data.length !== size) {
      const given = value ? `[${value.shape.join(", ")}]` : "nothing";
      throw new InputError(`parameter "${name}": must be [${shape.join(", ")}], got ${given}`);
    }
    place.set(value.data as Float32Array, offset);
    offset += size;
  }
}

/** One member's parameters, copied out of their packs. */
export function memberValues(packs: readonly Pack[], arrays: Arrays, member: number): Arrays {
  const values: [string, NdArray][] = packs.flatMap(({ name, parts, size }) => {
    let offset = member * size;
    return parts.map((part): [string, NdArray] => {
      offset += part.size;
      const data = (arrays[name]!.data as Float32Array).slice(offset - part.size, offset);
      return [part.name, ndarray(data, part.shape)];
    });
  });
  return Object.fromEntries(values);
}
