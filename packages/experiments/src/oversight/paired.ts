// Supervisors of one task held against each other: the same examples and seeds in every draw. Rows
// with one student have one ceiling, so that what their gaps differ by is their supervisors.

import { type Comparison, compareMethods, type Drawn, type Outcome, unpackDraws } from "@w2s/lab";
import { metricOf } from "@w2s/report";

/** A number of a row, less the ceiling's score: its value, and in the draws that were kept. */
type BelowCeiling = Drawn;

/** The supervisor's score less the ceiling's; null where no draws were kept. */
function weakBelow({ gap, draws, bySeed }: Outcome): BelowCeiling | null {
  if (draws?.gap === undefined) return null;
  const { weak } = bySeed;
  return { value: -gap.value, draws: unpackDraws(draws.gap).map((value) => -value), bySeed: weak };
}

/** The student's score less the ceiling's. */
function studentBelow(outcome: Outcome): BelowCeiling | null {
  const { gain, gap, draws, bySeed } = outcome;
  if (draws?.gain === undefined || draws.gap === undefined) return null;
  const gaps = unpackDraws(draws.gap);
  return {
    value: gain.value - gap.value,
    draws: unpackDraws(draws.gain).map((value, b) => value - gaps[b]!),
    bySeed: bySeed.student,
  };
}

const roles = { weak: weakBelow, student: studentBelow } as const;

/**
 * How far a row's supervisor (or student) is ahead of the best of other rows', which in every draw
 * is the best one there: paired, with a 95% interval and an uncorrected p. Null where draws were
 * not kept.
 * @param others rows of the same task, student and seeds
 */
export function aheadOfBest(
  role: keyof typeof roles,
  row: Outcome,
  others: readonly Outcome[],
): Comparison | null {
  const own = roles[role](row);
  const all = others.map(roles[role]);
  if (own === null || all.some((one) => one === null) || all.length === 0) return null;
  const theirs = all.flatMap((one) => one ?? []);
  const first = theirs.reduce((one, other) => (other.value > one.value ? other : one));
  const best = {
    ...first,
    draws: own.draws.map((_, b) => Math.max(...theirs.map(({ draws }) => draws[b]!))),
  };
  return compareMethods(own, best, others.map(({ supervisor }) => supervisor).join(", "));
}

/** A row's scores. */
export const scoresOf = (row: Outcome) => ({
  weak: metricOf(row, row.scores.weak).value,
  student: metricOf(row, row.scores.student).value,
  ceiling: metricOf(row, row.scores.ceiling).value,
});
