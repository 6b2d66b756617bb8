// Reading and adding by index. Indices are int64 or int32; out-of-range indices are refused when
// the program runs.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import type { Target } from "../runtime/device.js";
import { formatShape, normalizeAxis, type Shape, sameShape } from "../shape.js";
import { applyOne, defineOp, type Tensor } from "../tensor.js";
import { zerosLike } from "./broadcast.js";
import { equal } from "./compare.js";
import { expandDims, transpose } from "./layout.js";
import { addToRows, rowNumbers } from "./scatter-rows.js";
import { constant } from "./source.js";
import { cast } from "./unary.js";

function requireIndices(op: string, indices: Tensor): void {
  if (indices.dtype !== "int64" && indices.dtype !== "int32") {
    throw new InputError(`${op}: indices must be int64 or int32, got ${indices.dtype}; use cast`);
  }
}

/** GPUs add atomically: no sum is lost, though its order may vary from run to run. */
function scatterNDAddsAtomically(target: Target): boolean {
  return target === "cuda" || target === "webgpu";
}

export const gatherOp = defineOp<{ readonly axis: number }>({
  name: "gather",
  infer: ([x, indices], { axis }) => {
    requireIndices("gather", indices!);
    return [{ dtype: x!.dtype, shape: x!.shape.toSpliced(axis, 1, ...indices!.shape) }];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("Gather", inputs, { axis: { int: attrs.axis } }),
  gradient: ({ inputs: [x, indices], attrs: { axis } }, [g]) => {
    if (axis === 0) return [scatterAdd(zerosLike(x!), indices!, g!), undefined];
    // Bring the gathered axis to the front, add there, and bring it back.
    const rank = x!.shape.length;
    const front = [axis, ...range(rank).filter((i) => i !== axis)];
    const span = range(indices!.shape.length).map((i) => i + axis);
    const frontOfG = [...span, ...range(g!.shape.length).filter((i) => !span.includes(i))];
    const added = scatterAdd(zerosLike(transpose(x!, front)), indices!, transpose(g!, frontOfG));
    return [
      transpose(
        added,
        range(rank).map((i) => front.indexOf(i)),
      ),
      undefined,
    ];
  },
});

export const scatterAddOp = defineOp<null>({
  name: "scatterAdd",
  infer: ([base, indices, updates]) => {
    requireIndices("scatterAdd", indices!);
    const expected = [...indices!.shape, ...base!.shape.slice(1)];
    if (!sameShape(updates!.shape, expected)) {
      throw new InputError(
        `scatterAdd: updates must be ${formatShape(expected)} for base ` +
          `${formatShape(base!.shape)} and indices ` +
          `${formatShape(indices!.shape)}, got ${formatShape(updates!.shape)}`,
      );
    }
    return [base!];
  },
  emit: (emitter, [base, indices, updates], { outputs }) => {
    if (!scatterNDAddsAtomically(emitter.target)) {
      const named = { base: base!, rows: indices!, updates: updates! };
      return [addToRows(emitter, named, outputs[0]!.shape)];
    }
    // ScatterND wants each index as a vector of one.
    const last = emitter.constant({ dtype: "int64", shape: [1], data: BigInt64Array.of(-1n) });
    const vectors = emitter.one("Unsqueeze", [indices!, last]);
    return emitter.add("ScatterND", [base!, vectors, updates!], { reduction: { string: "add" } });
  },
  gradient: ({ inputs: [, indices] }, [g]) => [g, undefined, gather(g!, indices!, 0)],
});

export const gatherElementsOp = defineOp<{ readonly axis: number }>({
  name: "gatherElements",
  infer: ([x, indices], { axis }) => {
    requireIndices("gatherElements", indices!);
    const fits =
      indices!.shape.length === x!.shape.length &&
      indices!.shape.every((dim, i) => i === axis || dim === x!.shape[i]);
    if (!fits) {
      throw new InputError(
        `gatherElements: indices must match but for axis ${axis}, got ${formatShape(x!.shape)} ` +
          `and ${formatShape(indices!.shape)}`,
      );
    }
    return [{ dtype: x!.dtype, shape: indices!.shape }];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("GatherElements", inputs, { axis: { int: attrs.axis } }),
  gradient: ({ inputs: [x, indices], attrs }, [g]) => [
    applyOne(scatterElementsAddOp, [zerosLike(x!), indices!, g!], attrs),
    undefined,
  ],
});

export const scatterElementsAddOp = defineOp<{ readonly axis: number }>({
  name: "scatterElementsAdd",
  infer: ([base, indices]) => {
    requireIndices("scatterElementsAdd", indices!);
    return [base!];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("ScatterElements", inputs, {
      axis: { int: attrs.axis },
      reduction: { string: "add" },
    }),
  gradient: ({ inputs: [, indices], attrs }, [g]) => [
    g,
    undefined,
    gatherElements(g!, indices!, attrs.axis),
  ],
});

/**
 * The rows of `base` that index vectors name, as a shape: what is left of it after the vectors'
 * coordinates.
 */
function namedShape(op: string, base: Tensor, vectors: Tensor): Shape {
  const depth = vectors.shape.at(-1);
  if (
    vectors.dtype !== "int64" ||
    typeof depth !== "number" ||
    depth < 1 ||
    depth > base.shape.length
  ) {
    throw new InputError(
      `${op}: index vectors must be int64[..., 1 to ${base.shape.length}] for ` +
        `${formatShape(base.shape)}, got ` +
        `${vectors.dtype}${formatShape(vectors.shape)}`,
    );
  }
  return [...vectors.shape.slice(0, -1), ...base.shape.slice(depth)];
}

export const gatherNDOp = defineOp<null>({
  name: "gatherND",
  infer: ([x, vectors]) => [{ dtype: x!.dtype, shape: namedShape("gatherND", x!, vectors!) }],
  emit: (emitter, inputs) => emitter.add("GatherND", inputs),
  gradient: ({ inputs: [x, vectors] }, [g]) => [
    scatterAddND(zerosLike(x!), vectors!, g!),
    undefined,
  ],
});

export const scatterAddNDOp = defineOp<null>({
  name: "scatterAddND",
  infer: ([base, vectors, updates]) => {
    const expected = namedShape("scatterAddND", base!, vectors!);
    if (!sameShape(updates!.shape, expected)) {
      throw new InputError(
        `scatterAddND: updates must be ${formatShape(expected)} for base ` +
          `${formatShape(base!.shape)} and index vectors ` +
          `${formatShape(vectors!.shape)}, got ${formatShape(updates!.shape)}`,
      );
    }
    return [base!];
  },
  emit: (emitter, names, { inputs: [base, vectors] }) => {
    if (scatterNDAddsAtomically(emitter.target)) {
      return emitter.add("ScatterND", names, { reduction: { string: "add" } });
    }
    const depth = vectors!.shape.at(-1) as number;
    const rows = rowNumbers(emitter, names[1]!, base!.shape, depth);
    const named = { base: names[0]!, rows, updates: names[2]! };
    return [addToRows(emitter, named, base!.shape, depth)];
  },
  gradient: ({ inputs: [, vectors] }, [g]) => [g, undefined, gatherND(g!, vectors!)],
});

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** `x` at `indices` along an axis: shape `x.shape` with that axis replaced by `indices.shape`. */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  return applyOne(gatherOp, [x, indices], { axis: normalizeAxis("gather", axis, x.shape.length) });
}

/** `base` with `updates` added at rows `indices` (axis 0); rows named twice get both. */
export function scatterAdd(base: Tensor, indices: Tensor, updates: Tensor): Tensor {
  return applyOne(scatterAddOp, [base, cast(indices, "int64"), updates], null);
}

/**
 * `x` at index vectors `[..., k]`, int64, k of its leading axes each: `[...]` and then the axes
 * left of `x`.
 */
export function gatherND(x: Tensor, vectors: Tensor): Tensor {
  return applyOne(gatherNDOp, [x, vectors], null);
}

/**
 * `base` with `updates` added where index vectors point, as `gatherND` reads; places named twice
 * get both.
 */
export function scatterAddND(base: Tensor, vectors: Tensor, updates: Tensor): Tensor {
  return applyOne(scatterAddNDOp, [base, vectors, updates], null);
}

/** `y[i][j] = x[indices[i][j]][j]` along axis 0, likewise along others. Shape of `indices`. */
export function gatherElements(x: Tensor, indices: Tensor, axis: number): Tensor {
  return applyOne(gatherElementsOp, [x, indices], {
    axis: normalizeAxis("gatherElements", axis, x.shape.length),
  });
}

/** 1 at each index, 0 elsewhere: `[..., classes]`. */
export function oneHot(
  indices: Tensor,
  classes: number,
  dtype: "float32" | "float64" = "float32",
): Tensor {
  const all = constant(
    ndarray(
      Int32Array.from({ length: classes }, (_, i) => i),
      [classes],
    ),
  );
  return cast(equal(cast(expandDims(indices, -1), "int32"), all), dtype);
}
