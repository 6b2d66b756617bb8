// Rows moved to other places and back, each row to one place alone: so the gradient of a gather is
// again a gather, where in general it is a scatter. Packed texts go to attention and come back this
// way.

import { InputError } from "@w2s/base";
import { type Dim, formatShape, sameShape } from "../shape.js";
import { apply, applyOne, defineOp, type Emitter, type Tensor } from "../tensor.js";
import { zerosLike } from "./broadcast.js";

/** Inputs x, origins, places...; outputs one part for each places. */
export const spreadRowsOp = defineOp<null>({
  name: "spreadRows",
  infer: ([x, origins, ...places]) => {
    requireIndices("spreadRows", [origins!, ...places]);
    requireOrigins("spreadRows", origins!, x!.shape[0]);
    const row = x!.shape.slice(1);
    return places.map(({ shape }) => ({ dtype: x!.dtype, shape: [...shape, ...row] }));
  },
  emit: (emitter, [x, , ...places]) =>
    places.map((at) => emitter.one("Gather", [x!, at], { axis: { int: 0 } })),
  gradient: ({ inputs: [, origins, ...places], outputs }, cotangents) => {
    const parts = outputs.map((output, i) => cotangents[i] ?? zerosLike(output));
    return [collectRows(parts, origins!, places), undefined, ...places.map(() => undefined)];
  },
  carriesAll: true,
});

/** Inputs origins, as many places as parts, parts. */
export const collectRowsOp = defineOp<null>({
  name: "collectRows",
  infer: (inputs) => {
    const { origins, places, parts } = collected(inputs);
    requireIndices("collectRows", [origins, ...places]);
    const [first] = parts as [Tensor];
    const row = first.shape.slice(places[0]!.shape.length);
    parts.forEach((part, i) => {
      const expected = [...places[i]!.shape, ...row];
      if (!sameShape(part.shape, expected) || row.some((dim) => typeof dim === "string")) {
        throw new InputError(
          `collectRows: part ${i} must be ${formatShape(expected)} with rows of a fixed size, ` +
            `got ${formatShape(part.shape)}`,
        );
      }
    });
    return [{ dtype: first.dtype, shape: [...origins.shape, ...row] }];
  },
  emit: (emitter, names, { inputs, outputs }) => {
    const count = (names.length - 1) / 2;
    const row = outputs[0]!.shape.slice(inputs[0]!.shape.length);
    const flat = names.slice(1 + count).map((part) => asRows(emitter, part, row));
    const all = flat.length === 1 ? flat[0]! : emitter.one("Concat", flat, { axis: { int: 0 } });
    return emitter.add("Gather", [all, names[0]!], { axis: { int: 0 } });
  },
  gradient: ({ inputs }, [g]) => {
    const { origins, places } = collected(inputs);
    const none = Array.from<undefined>({ length: 1 + places.length });
    return [...none, ...spreadRows(g!, origins, places)];
  },
});

function collected([origins, ...rest]: readonly Tensor[]) {
  const count = rest.length / 2;
  return { origins: origins!, places: rest.slice(0, count), parts: rest.slice(count) };
}

function asRows(emitter: Emitter, value: string, row: readonly Dim[]): string {
  const data = BigInt64Array.of(-1n, ...row.map((dim) => BigInt(dim)));
  return emitter.one("Reshape", [
    value,
    emitter.constant({ dtype: "int64", shape: [data.length], data }),
  ]);
}

function requireIndices(op: string, tensors: readonly Tensor[]): void {
  const wrong = tensors.find(({ dtype }) => dtype !== "int32" && dtype !== "int64");
  if (wrong)
    throw new InputError(`${op}: indices must be int64 or int32, got ${wrong.dtype}; use cast`);
}

function requireOrigins(op: string, { shape }: Tensor, rows: Dim | undefined): void {
  if (shape.length === 1 && shape[0] === rows) return;
  throw new InputError(
    `${op}: needs an origin for each of ${rows} rows, got ${formatShape(shape)}`,
  );
}

/**
 * Copies rows of `x: [rows, ...]` to several parts: part i is `x` at `places[i]`, shape
 * `[...places[i], ...]`. `origins: [rows]` says where each row has gone, counting through all
 * parts, one after the other. Every row goes to one such place; other places, which fill a part up,
 * name any row, and nothing flows back from them.
 */
export function spreadRows(
  x: Tensor,
  origins: Tensor,
  places: readonly Tensor[],
): readonly Tensor[] {
  return apply(spreadRowsOp, [x, origins, ...places], null);
}

/**
 * Brings rows back from where `spreadRows` put them, under the same `origins` and `places`: `[rows,
 * ...]`. Places that fill up are left behind, but what flows back to them is the cotangent of the
 * row that they name: what is computed there must not reach any row's own place.
 */
export function collectRows(
  parts: readonly Tensor[],
  origins: Tensor,
  places: readonly Tensor[],
): Tensor {
  return applyOne(collectRowsOp, [origins, ...places, ...parts], null);
}
