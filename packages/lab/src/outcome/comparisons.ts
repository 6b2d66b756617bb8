// Methods of one cell compared with the study's first, once all cells are scored.

import { compareMethods, type Drawn } from "../measures/index.js";
import type { Outcome } from "./outcome.js";
import type { Varied } from "./varied.js";

/** An outcome with its student's metric in every resample [B], as `scoreCell` gives them. */
export interface ScoredRow {
  readonly outcome: Outcome;
  readonly draws: Float64Array;
}

/**
 * The outcomes, each with its comparison to the first method of its task, supervisor, student and
 * kind of labels. All rows of one task must have been scored on the same draws.
 */
export function withComparisons(rows: readonly ScoredRow[]): Outcome[] {
  const firsts = new Map<string, ScoredRow>();
  return rows.map((row) => {
    const { task, supervisor, student, labels } = row.outcome;
    const cell = JSON.stringify([task, supervisor, student, labels]);
    const first = firsts.get(cell);
    if (first === undefined || first.draws.length !== row.draws.length) {
      firsts.set(cell, first ?? row);
      return { ...row.outcome, comparison: null };
    }
    const comparison = compareMethods(drawn(row), drawn(first), first.outcome.method);
    return { ...row.outcome, comparison };
  });
}

/** A row under another value of one setting, beside the row itself. */
export function variedRow(
  row: ScoredRow,
  own: ScoredRow,
  of: Pick<Varied, "setting" | "value">,
): Varied {
  const { scores, gain, pgr } = row.outcome;
  const { weak, student, ceiling } = scores;
  const [w, s, c] = [weak, student, ceiling].map((role) => onMetric(row.outcome, role));
  const { difference } = compareMethods(drawn(row), drawn(own), own.outcome.method);
  return { ...of, weak: w!, student: s!, ceiling: c!, gain, pgr, difference };
}

function onMetric(
  { metric }: Outcome,
  { accuracy, auroc }: Outcome["scores"]["student"],
): Outcome["gain"] {
  return metric === "auroc" && auroc ? auroc : accuracy;
}

function drawn({ outcome, draws }: ScoredRow): Drawn {
  const { value } = onMetric(outcome, outcome.scores.student);
  return { value, draws, bySeed: outcome.bySeed.student };
}
