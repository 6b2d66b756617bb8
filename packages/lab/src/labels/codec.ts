// How labels, and whatever has labels in it, lie in the store.

import { InternalError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import type { Codec } from "../engine/index.js";
import type { StepResult } from "../store/index.js";
import type { Labels } from "./labels.js";

/** Arrays `rows: [n]` int32, `probabilities: [n, options]`, and `scores` likewise where given. */
export const labelsCodec: Codec<Labels> = { encode: encodeLabels, decode: decodeLabels };

export function encodeLabels({ rows, probabilities, scores }: Labels): StepResult {
  const arrays = { rows: ndarray(rows, [rows.length]), probabilities };
  return { facts: {}, arrays: scores ? { ...arrays, scores } : arrays };
}

export function decodeLabels({ arrays }: StepResult): Labels {
  const labels = {
    rows: int32(arrays, "rows").data,
    probabilities: float32(arrays, "probabilities"),
  };
  return arrays.scores ? { ...labels, scores: float32(arrays, "scores") } : labels;
}

type Stored = StepResult["arrays"];

/** A stored array of numbers. @throws InternalError where it is not there, or of another type */
export function float32(arrays: Stored, name: string): NdArray<"float32"> {
  const array = arrays[name];
  if (array && isFloat32(array)) return array;
  throw new InternalError(`a stored result has no float32 array "${name}"`);
}

/** A stored array of whole numbers. @throws InternalError as `float32` */
export function int32(arrays: Stored, name: string): NdArray<"int32"> {
  const array = arrays[name];
  if (array && isInt32(array)) return array;
  throw new InternalError(`a stored result has no int32 array "${name}"`);
}

const isFloat32 = (array: NdArray): array is NdArray<"float32"> => array.dtype === "float32";
const isInt32 = (array: NdArray): array is NdArray<"int32"> => array.dtype === "int32";
