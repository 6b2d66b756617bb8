// What every weights format gives: named tensors, listed from the header, read one at a time.

import { InputError, type NdArray } from "@w2s/grad";
import { didYouMean } from "../suggest.js";

/** A tensor as its file declares it, before it is read. */
export interface TensorInfo {
  /** The file's own name for how elements are stored: "F16", "BF16", "Q4_1", ... */
  readonly stored: string;
  readonly shape: readonly number[];
}

/** An open weights file, or several that act as one. */
export interface TensorFile {
  /** Names the file in messages. */
  readonly label: string;
  /** Text that the file carries beside its tensors. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * Reads one tensor. Half and quantised floats become float32; integers under 32 bits become int32.
   * @throws InputError when there is no such tensor, or the file ends before its data does.
   */
  read(name: string): NdArray;
  close(): void;
}

/** Finds an entry by name. @throws InputError naming a near miss when there is none. */
export function entryOf<T>(label: string, entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  throw new InputError(`${label}: no tensor "${name}"${didYouMean(name, [...entries.keys()])}`);
}

/** Reads every tensor of a file, in the file's order. */
export function readAll(file: TensorFile): Map<string, NdArray> {
  return new Map([...file.tensors.keys()].map((name) => [name, file.read(name)]));
}
