// Agreement of a student with its supervisor: where does it copy, and does it copy the errors?

import { InputError } from "@w2s/base";
import type { Agreement } from "../outcome.js";
import { correct } from "./accuracy.js";
import { type Probabilities, predictions } from "./predictions.js";

/**
 * The share of examples on which student and supervisor predict the same option, over all, over
 * those that the supervisor has right and over those that it has wrong; each in [0, 1], null where
 * no such example exists. A student that imitates perfectly has 1 everywhere; one that generalizes
 * agrees less where the supervisor is wrong. And of the examples on which they differ, the share on
 * which the student is right: above one half, with two options, overruling pays. Source: Burns et
 * al. 2023, section 5.1.
 * @param student [n, K]
 * @param supervisor [n, K], on the same examples
 * @param labels ground truth [n]
 * @throws InputError as `checkLabelled`, and when student and supervisor differ in their number of
 * rows
 */
export function agreement(
  student: Probabilities,
  supervisor: Probabilities,
  labels: Int32Array,
): Agreement {
  const ours = predictions(student);
  const theirs = predictions(supervisor);
  if (ours.length !== theirs.length) {
    throw new InputError(
      `agreement: student and supervisor need the same rows, got ${ours.length} and ` +
        `${theirs.length}`,
    );
  }
  const same = Uint8Array.from(ours, (option, row) => (option === theirs[row] ? 1 : 0));
  const right = correct(supervisor, labels);
  return {
    overall: shareOf(same, () => true)!,
    whereSupervisorRight: shareOf(same, (row) => right[row] === 1),
    whereSupervisorWrong: shareOf(same, (row) => right[row] === 0),
    overruledRight: shareOf(correct(student, labels), (row) => same[row] === 0),
  };
}

/** Share of 1s among the rows that `counts`; null when it counts none. */
function shareOf(flags: Uint8Array, counts: (row: number) => boolean): number | null {
  const counted = flags.filter((_, row) => counts(row));
  return counted.length === 0
    ? null
    : counted.reduce((sum, flag) => sum + flag, 0) / counted.length;
}
