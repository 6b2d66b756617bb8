// How labels, and whatever has labels in it, lie in the store.

import { InternalError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import * as z from "zod";
import type { Codec } from "../engine/index.js";
import type { JsonObject, StepResult } from "../store/index.js";
import type { Labels } from "./labels.js";

/**
 * Arrays `rows: [n]` int32, `probabilities: [n, options]`, and `scores` likewise where given; free
 * answers are the fact `answers`.
 */
export const labelsCodec: Codec<Labels> = { encode: encodeLabels, decode: decodeLabels };

export function encodeLabels({ rows, probabilities, scores, answers }: Labels): EncodedLabels {
  const arrays = { rows: ndarray(rows, [rows.length]), probabilities };
  return {
    facts: answers ? { answers: [...answers] } : {},
    arrays: scores ? { ...arrays, scores } : arrays,
  };
}

/** Facts as an object, so that others can stand beside them. */
type EncodedLabels = Pick<StepResult, "arrays"> & { readonly facts: JsonObject };

const answered = z.object({ answers: z.array(z.string()) });

export function decodeLabels({ facts, arrays }: StepResult): Labels {
  const said = answered.safeParse(facts);
  const labels = {
    rows: int32(arrays, "rows").data,
    probabilities: float32(arrays, "probabilities"),
    ...(said.success && { answers: said.data.answers }),
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
