// Which method helps where: every method against the study's first, in the same cell otherwise, by
// paired differences over the same draws.

import {
  type Comparison,
  type MeanOverTasks,
  mean,
  meanOverTasks,
  type OneTask,
  type Outcome,
} from "@w2s/lab";
import { byTask } from "./groups.js";
import { holm } from "./holm.js";
import { drawnValue, pooled, withDraws } from "./medians.js";
import { decimal } from "./numbers.js";
import { onceEach } from "./once-each.js";
import { overTasksText } from "./over-tasks-text.js";

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
function comparedCells(outcomes: readonly Outcome[]): ComparedCell[] {
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
  /** How many tasks they are of. */
  readonly tasks: number;
  /** Mean over tasks of their mean differences. */
  readonly overTasks: MeanOverTasks;
  /** Its p corrected for all methods (Holm); null for fewer than three tasks. */
  readonly corrected: number | null;
}

/** Every method that was compared, in the order of the outcomes. */
export const methodSummaries = onceEach((outcomes: readonly Outcome[]): MethodSummary[] => {
  const all = comparedCells(outcomes);
  const rows = new Map(outcomes.map((outcome) => [cellName(outcome, outcome.method), outcome]));
  const methods = [...new Set(all.map(({ outcome }) => outcome.method))];
  const summaries = methods.map((method) => {
    const cells = all.filter(({ outcome }) => outcome.method === method);
    const difference = (cell: ComparedCell) => cell.comparison.difference.value;
    const clear = cells.filter(({ corrected }) => corrected < clearBelow);
    const tasks = byTask(cells.map(({ outcome }) => outcome));
    return {
      method,
      base: cells[0]!.comparison.with,
      cells,
      ahead: cells.filter((cell) => difference(cell) > 0).length,
      clearlyAhead: clear.filter((cell) => difference(cell) > 0),
      clearlyBehind: clear.filter((cell) => difference(cell) < 0),
      tasks: tasks.length,
      overTasks: cells.length === 1 ? ofOneCell(cells[0]!) : meanOf(tasks, rows),
    };
  });
  const tested = summaries.filter(({ overTasks }) => overTasks.p !== null);
  const corrected = holm(tested.map(({ overTasks }) => overTasks.p!));
  return summaries.map((summary) => ({
    ...summary,
    corrected: corrected[tested.indexOf(summary)] ?? null,
  }));
});

/** One cell's own interval, of all its draws: outcomes keep only some, which would say another. */
function ofOneCell({ comparison: { difference } }: ComparedCell): MeanOverTasks {
  const { value, low, high } = difference;
  return { value, interval: { low, high, of: "these tasks", coverage: 0.95 }, p: null };
}

function meanOf(tasks: readonly (readonly Outcome[])[], rows: ReadonlyMap<string, Outcome>) {
  const means = tasks.map((group) =>
    pooled(
      group.map((row) => differenceOf(row, rows)),
      mean,
    ),
  );
  return meanOverTasks(means);
}

/** A cell's paired difference, with its draws where both methods' were kept. */
function differenceOf(row: Outcome, rows: ReadonlyMap<string, Outcome>): OneTask {
  const { difference, with: base } = row.comparison!;
  const first = rows.get(cellName(row, base));
  return withDraws(difference.value, () => {
    const [ours, theirs] = [
      drawnValue(row, "gain").draws,
      first ? drawnValue(first, "gain").draws : null,
    ];
    return ours && theirs && ours.map((gain, k) => gain - theirs[k]!);
  });
}

function cellName({ task, supervisor, student, labels }: Outcome, method: string): string {
  return JSON.stringify([task, supervisor, student, labels, method]);
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
  const { method, base, cells, ahead, clearlyAhead, clearlyBehind } = summary;
  const clear = [
    ...(clearlyAhead.length > 0 ? [`clearly ahead on ${some(clearlyAhead)}`] : []),
    ...(clearlyBehind.length > 0 ? [`clearly behind on ${some(clearlyBehind)}`] : []),
  ];
  const ending = clear.length > 0 ? `; ${clear.join(", ")}` : "; nowhere are the two clearly apart";
  return (
    `With ${method}, students score above those of ${base} in ${ahead} of ${cells.length} cells ` +
    `(on average over tasks ${differenceText(summary)})${ending} (paired, Holm).`
  );
}

/** "+.023 [.004, .041] (5 tasks), p .012", p corrected for all methods. */
export function differenceText({ overTasks, tasks, corrected }: MethodSummary): string {
  const text = overTasksText(overTasks, tasks, { decimals: 3, signed: true });
  if (corrected === null) return text;
  return `${text}, p ${corrected < 0.001 ? "below .001" : decimal(corrected, 3)}`;
}

function some(cells: readonly ComparedCell[]): string {
  const names = cells.map(
    ({ outcome: { task, supervisor, student } }) => `${task} (${supervisor} to ${student})`,
  );
  const shown = names.slice(0, 2).join(" and ");
  return names.length > 2 ? `${shown} and ${names.length - 2} more` : shown;
}
