// Which method helps where: every method against the study's first, in the same cell otherwise, by
// paired differences over the same draws.

import type { Comparison, Estimate, Outcome } from "@w2s/lab";
import { signed } from "./explained.js";
import { byTask } from "./groups.js";
import { holm, mean, overTasks } from "./holm.js";
import { score } from "./numbers.js";

/** One cell in which two methods were compared. */
export interface ComparedCell {
  readonly outcome: Outcome;
  readonly comparison: Comparison;
  /** p corrected for all comparisons of the report (Holm). */
  readonly corrected: number;
}

/** Corrected p below this is called clear. */
export const clearBelow = 0.05;

/** Every comparison of the outcomes, with p corrected over all of them. */
export function comparedCells(outcomes: readonly Outcome[]): ComparedCell[] {
  const cells = outcomes.flatMap((outcome) =>
    outcome.comparison === null ? [] : [{ outcome, comparison: outcome.comparison }],
  );
  const corrected = holm(cells.map(({ comparison }) => comparison.p));
  return cells.map((cell, i) => ({ ...cell, corrected: corrected[i]! }));
}

/** One method against the first. */
export interface MethodSummary {
  readonly method: string;
  readonly base: string;
  readonly cells: readonly ComparedCell[];
  /** Cells in which its students are ahead. */
  readonly ahead: number;
  readonly clearlyAhead: readonly ComparedCell[];
  readonly clearlyBehind: readonly ComparedCell[];
  /** Mean difference over all cells. */
  readonly mean: number;
  /** Mean over tasks of their mean differences; null for fewer than three tasks. */
  readonly overTasks: Estimate | null;
}

/** Every method that was compared, in the order of the outcomes. */
export function methodSummaries(outcomes: readonly Outcome[]): MethodSummary[] {
  const all = comparedCells(outcomes);
  const methods = [...new Set(all.map(({ outcome }) => outcome.method))];
  return methods.map((method) => {
    const cells = all.filter(({ outcome }) => outcome.method === method);
    const difference = (cell: ComparedCell) => cell.comparison.difference.value;
    const clear = cells.filter(({ corrected }) => corrected < clearBelow);
    const tasks = byTask(cells.map(({ outcome }) => outcome)).map((rows) =>
      mean(rows.map(({ comparison }) => comparison!.difference.value)),
    );
    return {
      method,
      base: cells[0]!.comparison.with,
      cells,
      ahead: cells.filter((cell) => difference(cell) > 0).length,
      clearlyAhead: clear.filter((cell) => difference(cell) > 0),
      clearlyBehind: clear.filter((cell) => difference(cell) < 0),
      mean: mean(cells.map(difference)),
      overTasks: overTasks(tasks),
    };
  });
}

/**
 * A sentence for each method but the first: in how many cells its students score above the first
 * method's, by how much over tasks, and where clearly: where the paired difference is not 0 at 5%
 * after Holm's correction for all comparisons.
 */
export function comparisonOf(outcomes: readonly Outcome[]): string {
  return methodSummaries(outcomes).map(sentence).join(" ");
}

function sentence(summary: MethodSummary): string {
  const { method, base, cells, ahead, clearlyAhead, clearlyBehind, mean: average } = summary;
  const by = summary.overTasks
    ? `over tasks ${signed(summary.overTasks)}`
    : `on average ${average < 0 ? "" : "+"}${score(average)}`;
  const clear = [
    ...(clearlyAhead.length > 0 ? [`clearly ahead on ${some(clearlyAhead)}`] : []),
    ...(clearlyBehind.length > 0 ? [`clearly behind on ${some(clearlyBehind)}`] : []),
  ];
  const ending = clear.length > 0 ? `; ${clear.join(", ")}` : "; nowhere are the two clearly apart";
  return (
    `With ${method}, students score above those of ${base} in ${ahead} of ${cells.length} cells ` +
    `(${by})${ending} (paired, Holm).`
  );
}

function some(cells: readonly ComparedCell[]): string {
  const names = cells.map(
    ({ outcome: { task, supervisor, student } }) => `${task} (${supervisor} to ${student})`,
  );
  const shown = names.slice(0, 2).join(" and ");
  return names.length > 2 ? `${shown} and ${names.length - 2} more` : shown;
}
