// From scores of students that stand side by side to one student's probabilities.

import type { NdArray } from "@w2s/grad";
import { PredictedRows } from "../../shared/predicted-rows.js";
import type { HeadShape } from "./head.js";

/**
 * Probabilities `[rows, options]` of student `s` from scores: log-odds `[rows, students]` with two
 * options, else logits `[rows, students * options]`.
 */
export function probabilitiesOf(
  { data, shape }: NdArray,
  s: number,
  { options, students }: Pick<HeadShape, "options" | "students">,
): NdArray<"float32"> {
  const rows = shape[0]!;
  const said = new PredictedRows(rows, options);
  const logits = new Float64Array(options);
  for (let row = 0; row < rows; row++) {
    if (options === 2) logits[1] = Number(data[row * students + s]);
    else {
      for (let k = 0; k < options; k++) {
        logits[k] = Number(data[(row * students + s) * options + k]);
      }
    }
    said.note(row, logits);
  }
  return said.said().probabilities;
}
