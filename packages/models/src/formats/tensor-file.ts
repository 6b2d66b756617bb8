// What every weights format gives: named tensors, listed from the header, read one at a time.

import { didYouMean, InputError } from "@w2s/base";
import { type NdArray, sizeOf } from "@w2s/grad";

/** A tensor as its file declares it, before it is read. */
export interface TensorInfo {
  /** The file's own name for how elements are stored: "F16", "BF16", "Q4_1", ... */
  readonly stored: string;
  readonly shape: readonly number[];
}

/** Gives memory for `length` float32 values. */
export type AllocateFloats = (length: number) => Float32Array;

/** An open weights file, or several that act as one. */
export interface TensorFile {
  /** Names the file in messages. */
  readonly label: string;
  /** Text that the file carries beside its tensors. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * Reads one tensor. Half and quantised floats become float32; integers under 32 bits become
   * int32. What comes out as float32 is put where `allocate` says, if given.
   * @throws InputError when there is no such tensor, or the file ends before its data does.
   */
  read(name: string, allocate?: AllocateFloats): NdArray;
  close(): void;
}

/** A tensor's name in a message: quoted, cut where a damaged file has a long one. */
export function tensorName(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}...` : name);
}

/** Finds an entry by name. @throws InputError naming a near miss when there is none. */
export function entryOf<T>(label: string, entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  throw new InputError(
    `${label}: no tensor ${tensorName(name)}${didYouMean(name, [...entries.keys()])}`,
  );
}

/** Reads every tensor of a file, in the file's order. */
export function readAll(file: TensorFile): Map<string, NdArray> {
  const allocate = floatArena(
    [...file.tensors.values()].reduce((total, { shape }) => total + sizeOf(shape), 0),
  );
  return new Map([...file.tensors.keys()].map((name) => [name, file.read(name, allocate)]));
}

/** Most values of one piece of memory: 1 GiB. */
const SLAB_FLOATS = 2 ** 28;

/**
 * Memory for `total` float32 values, handed out in order from one piece (or few). Hundreds of
 * buffers, one a tensor, would have the garbage collector run again and again while a model loads.
 */
export function floatArena(total: number): AllocateFloats {
  let left = total;
  let slab = new Float32Array(0);
  let used = 0;
  return (length) => {
    if (used + length > slab.length) {
      slab = new Float32Array(Math.max(length, Math.min(left, SLAB_FLOATS)));
      used = 0;
    }
    used += length;
    left -= length;
    return slab.subarray(used - length, used);
  };
}
