// Agreement of a student with its supervisor: where does it copy, and does it copy the errors?
// Source of the four: Burns et al. 2023, section 5.1.

import { InputError } from "@w2s/base";
import { correct } from "./accuracy.js";
import { share } from "./estimate.js";
import type { PairMeasure } from "./measure.js";
import { type Probabilities, predictions } from "./predictions.js";

export const overall = {
  of: "pair",
  name: "overall",
  header: "agreement",
  column: "agreement",
  doc:
    "share of rows on which student and supervisor predict the same. Burns et al. 2023, section " +
    "5.1",
  range: "[0, 1]; 1 is perfect imitation",
  degenerate: "two constants agree wholly or not at all: look at near-constant predictions",
  schema: share,
  compute: (pair) => shareOf(same(pair), () => true),
} as const satisfies PairMeasure;

export const whereSupervisorRight = {
  of: "pair",
  name: "whereSupervisorRight",
  header: "agreement where right",
  column: "agreement_where_supervisor_right",
  doc: "the same share, of the rows that the supervisor has right",
  range: "[0, 1]",
  degenerate: "null where the supervisor has no row right",
  schema: share.nullable(),
  compute: (pair) => sameWhere(pair, 1),
} as const satisfies PairMeasure;

export const whereSupervisorWrong = {
  of: "pair",
  name: "whereSupervisorWrong",
  header: "agreement where wrong",
  column: "agreement_where_supervisor_wrong",
  doc:
    "the same share, of the rows that the supervisor has wrong; read it beside the ceiling's " +
    "agreement with the same errors, below",
  range: "[0, 1]; 1 means that its errors are copied",
  degenerate: "null where the supervisor has no row wrong",
  schema: share.nullable(),
  compute: (pair) => sameWhere(pair, 0),
} as const satisfies PairMeasure;

export const overruledRight = {
  of: "pair",
  name: "overruledRight",
  header: "right where overruled",
  column: "right_where_overruled",
  doc:
    "of the rows on which student and supervisor differ, the share on which the student is " +
    "right",
  range: "[0, 1]; with K = 2, above .5 means that overruling pays",
  degenerate: "null where they never differ",
  schema: share.nullable(),
  compute: (pair) => {
    const agreed = same(pair);
    return shareOf(correct(pair.student, pair.truth), (row) => agreed[row] === 0);
  },
} as const satisfies PairMeasure;

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
export function agreement(student: Probabilities, supervisor: Probabilities, labels: Int32Array) {
  const pair = { student, supervisor, truth: labels };
  return {
    overall: overall.compute(pair)!,
    whereSupervisorRight: whereSupervisorRight.compute(pair),
    whereSupervisorWrong: whereSupervisorWrong.compute(pair),
    overruledRight: overruledRight.compute(pair),
  };
}

type Pair = Parameters<PairMeasure["compute"]>[0];

const same = ({ student, supervisor }: Pair) => agrees(student, supervisor);

/** The share of rows with the same answer, where the supervisor is right (1) or wrong (0). */
function sameWhere(pair: Pair, right: 0 | 1): number | null {
  const agreed = same(pair);
  const isRight = correct(pair.supervisor, pair.truth);
  return shareOf(agreed, (row) => isRight[row] === right);
}

/**
 * One flag a row [n]: 1 where the two predict the same option. @throws InputError as `agreement`
 */
export function agrees(student: Probabilities, supervisor: Probabilities): Uint8Array {
  const [ours, theirs] = [predictions(student), predictions(supervisor)];
  if (ours.length !== theirs.length) {
    throw new InputError(
      `agreement: student and supervisor need the same rows, got ${ours.length} and ` +
        `${theirs.length}`,
    );
  }
  return Uint8Array.from(ours, (option, row) => (option === theirs[row] ? 1 : 0));
}

/** Share of 1s among the rows that `counts`; null when it counts none. */
function shareOf(flags: Uint8Array, counts: (row: number) => boolean): number | null {
  const counted = flags.filter((_, row) => counts(row));
  return counted.length === 0
    ? null
    : counted.reduce((sum, flag) => sum + flag, 0) / counted.length;
}
