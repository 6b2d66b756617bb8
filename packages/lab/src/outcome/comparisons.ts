// Methods of one cell compared with the study's first, once all cells are scored.

import { compareMethods, type Drawn } from "../measures/index.js";
import type { Outcome } from "./outcome.js";

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

function drawn({ outcome: { scores, metric }, draws }: ScoredRow): Drawn {
  const { accuracy, auroc } = scores.student;
  return { value: (metric === "auroc" && auroc ? auroc : accuracy).value, draws };
}
