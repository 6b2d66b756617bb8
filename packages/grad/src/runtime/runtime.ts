// What runs programs: one small interface, whatever the device.

import { InputError } from "@w2s/base";
import type { Arrays, NdArray } from "../array.js";
import type { Program, Signature } from "../program.js";
import { formatShape } from "../shape.js";
import type { Device } from "./device.js";
import type { Placement } from "./placement.js";

/** How a program is loaded; every option has a default. */
export interface RuntimeOptions {
  /** Threads inside one op; default 1: small graphs run fastest on one. */
  readonly threads?: number;
  /**
   * Whether the places of intermediate values are planned and reserved for each set of input sizes;
   * default true: best for small programs that run often. Large ones hold half the memory without,
   * at the same speed.
   */
  readonly planned?: boolean;
  /**
   * Inputs that are the same in every run: given once, here, and left out of what runs are given.
   * They must not change afterwards; default none.
   */
  readonly held?: Arrays;
  /**
   * Whether the caller has no more use for what is held: another thread takes it without a copy,
   * and its arrays are empty here. Default false.
   */
  readonly givesHeld?: boolean;
}

/** An array for every input, by name. */
export type Feeds<I extends string> = Readonly<Record<I, NdArray>>;
/** An array for every output, by name. */
export type Results<O extends string> = Readonly<Record<O, NdArray>>;

/** A loaded program. Calls must not overlap. */
export interface Executable<I extends string = string, O extends string = string> {
  /**
   * Runs once. Inputs are read where they lie, not copied. Outputs are new arrays, but for those
   * named in `into`, which are written there; an output may lie over an input only if every element
   * of it depends on that element of the input alone.
   * @throws InputError when an input is missing or has another dtype or shape than declared.
   */
  run(feeds: Feeds<I>, into?: Partial<Results<O>>): Promise<Results<O>>;
  /**
   * Sets inputs that are the same in every run from now on, as those held since loading: they are
   * left out of what runs are given, and must not change.
   */
  hold(held: Arrays): Promise<void>;
  /** Frees the runtime's memory; the executable must not be used afterwards. */
  release(): Promise<void>;
}

/** Loads programs and runs them, on one device. */
export interface Runtime {
  /** For example "onnxruntime-node 1.30.0, cpu". */
  readonly name: string;
  readonly device: Device;
  load<I extends string, O extends string>(
    program: Program<I, O>,
    options?: RuntimeOptions,
  ): Promise<Executable<I, O>>;
  /**
   * Where the nodes of the programs stand that have run so far; on the CPU that is no question, and
   * not counted.
   */
  placement(): Placement;
  /**
   * A runtime on the CPU whose calls do not keep this thread waiting, where there are threads; one
   * that shares this one's where there are none.
   */
  apart(): ClosableRuntime;
}

/** A runtime of its own, to be closed when done. */
export interface ClosableRuntime extends Runtime {
  close(): Promise<void>;
}

/** The runtime's fusions have no double kernels. */
export function usesDouble({ inputs, outputs }: Program): boolean {
  return [...Object.values(inputs), ...Object.values(outputs)].some(
    ({ dtype }) => dtype === "float64",
  );
}

/** An output where it was wanted: in its place, if it has one. */
export function placed(array: NdArray, place: NdArray | undefined): NdArray {
  if (place === undefined) return array;
  (place.data as Float32Array).set(array.data as Float32Array);
  return place;
}

/**
 * Refuses feeds that do not fit a signature; a symbolic dimension must have one size throughout.
 */
export function checkFeeds(signature: Signature, feeds: Readonly<Record<string, NdArray>>): void {
  const sizes = new Map<string, { size: number; input: string }>();
  for (const [name, type] of Object.entries(signature)) {
    const value = feeds[name];
    const declared = `${type.dtype}${formatShape(type.shape)}`;
    if (!value) throw new InputError(`run: missing input "${name}" (${declared})`);
    const given = `${value.dtype}${formatShape(value.shape)}`;
    const fits =
      value.dtype === type.dtype &&
      value.shape.length === type.shape.length &&
      type.shape.every((dim, i) => typeof dim === "string" || dim === value.shape[i]);
    if (!fits) throw new InputError(`run: input "${name}" must be ${declared}, got ${given}`);
    type.shape.forEach((dim, i) => {
      if (typeof dim !== "string") return;
      const seen = sizes.get(dim);
      if (seen && seen.size !== value.shape[i]) {
        throw new InputError(
          `run: dimension ${dim} must be one size, got ${seen.size} in "${seen.input}" and ` +
            `${value.shape[i]} in "${name}"`,
        );
      }
      sizes.set(dim, { size: value.shape[i]!, input: name });
    });
  }
}
