// Shapes with symbolic dimensions. A dimension is a number, or a name such as "batch" whose size is
// known when the program runs; equal names mean equal sizes.

import { InputError } from "@w2s/base";

/**
 * A size, a whole number of at least 0, or a name for one that is known when the program runs;
 * equal names have equal sizes.
 */
export type Dim = number | string;
/** Sizes by axis, outermost first; `[]` is a scalar's. */
export type Shape = readonly Dim[];

/** `[32, batch]`, as messages and printed graphs show it. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** Turns an axis in [-rank, rank) into [0, rank). */
export function normalizeAxis(op: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new InputError(
      `${op}: axis must be in [${-rank}, ${rank}) for rank ${rank}, got ${axis}`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}

/** NumPy broadcasting. A symbolic dimension broadcasts only with itself and with 1. */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new InputError(
      `${op}: shapes must broadcast, got ${formatShape(a)} and ${formatShape(b)}`,
    );
  });
}

/** Whether broadcasting `small` with `large` gives the shape of `large`. */
export function broadcastsInto(small: Shape, large: Shape): boolean {
  const lead = large.length - small.length;
  return lead >= 0 && small.every((dim, i) => dim === 1 || dim === large[lead + i]);
}

/**
 * The product of dimensions: a number, a name, or a product such as "2*batch*heads" in a canonical
 * order.
 */
export function productOf(dims: Shape): Dim {
  let known = 1;
  const names: string[] = [];
  for (const dim of dims) {
    if (typeof dim === "number") known *= dim;
    else {
      for (const factor of dim.split("*")) {
        if (/^\d+$/.test(factor)) known *= Number(factor);
        else names.push(factor);
      }
    }
  }
  if (names.length === 0 || known === 0) return known;
  names.sort();
  return known === 1 ? names.join("*") : [known, ...names].join("*");
}

/**
 * Axes of `from` (a broadcast result) that must be summed to come back to `to`; leading axes that
 * `to` lacks first.
 */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const lead = from.length - to.length;
  return from.flatMap((dim, i) => (i < lead || (to[i - lead] === 1 && dim !== 1) ? [i] : []));
}

/** The sizes of symbolic dimensions, read off arrays of the given shapes. */
export function dimSizes(
  types: Readonly<Record<string, { readonly shape: Shape }>>,
  arrays: Readonly<Record<string, { readonly shape: readonly number[] }>>,
): ReadonlyMap<string, number> {
  const pairs = Object.entries(types).flatMap(([name, { shape }]) =>
    shape.flatMap((dim, i) =>
      typeof dim === "string" ? [[dim, arrays[name]!.shape[i]!] as const] : [],
    ),
  );
  return new Map(pairs);
}

/** Whether a shape's symbolic dimensions are all among `known` ones, or products of them. */
export function isSized(shape: Shape, known: ReadonlySet<Dim>): boolean {
  return shape.every(
    (dim) =>
      typeof dim === "number" ||
      dim.split("*").every((factor) => /^\d+$/.test(factor) || known.has(factor)),
  );
}

/** A shape with its symbolic dimensions and their products replaced by sizes. */
export function sizedShape(shape: Shape, sizes: ReadonlyMap<string, number>): number[] {
  const sizeOfFactor = (factor: string) =>
    /^\d+$/.test(factor) ? Number(factor) : sizes.get(factor)!;
  return shape.map((dim) =>
    typeof dim === "number"
      ? dim
      : dim.split("*").reduce((size, factor) => size * sizeOfFactor(factor), 1),
  );
}
