// Medians over tasks, with intervals that ask nothing of how the values are spread.

import type { Outcome } from "@w2s/lab";
import { byTask } from "./groups.js";
import { median } from "./holm.js";

/** A median over tasks: of one value a task. */
export interface TaskMedian {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** How often such an interval holds the median of the tasks that these were drawn from. */
  readonly coverage: number;
  /** One value a task, in the order of the outcomes. */
  readonly tasks: readonly { readonly task: string; readonly value: number }[];
}

/** What is summed up of a method. */
export interface MethodMedians {
  readonly method: string;
  readonly rows: readonly Outcome[];
  /** Over all rows. */
  readonly gain: TaskMedian;
  /** Over rows that have a PGR; null where none has. */
  readonly pgr: TaskMedian | null;
  /** How many rows have one. */
  readonly defined: number;
}

/** A row a method, in the order of the outcomes: medians over tasks of each task's median. */
export function methodMedians(outcomes: readonly Outcome[]): MethodMedians[] {
  const methods = [...new Set(outcomes.map(({ method }) => method))];
  return methods.map((method) => {
    const rows = outcomes.filter((outcome) => outcome.method === method);
    const withPgr = rows.filter(({ pgr }) => pgr.defined);
    const gain = overTaskMedians(rows, ({ gain: { value } }) => value)!;
    const pgr = overTaskMedians(withPgr, (row) => (row.pgr.defined ? row.pgr.value : 0));
    return { method, rows, gain, pgr, defined: withPgr.length };
  });
}

/** The median over tasks of each task's median; null for no rows. */
export function overTaskMedians(
  rows: readonly Outcome[],
  of: (outcome: Outcome) => number,
): TaskMedian | null {
  const tasks = byTask(rows).map((group) => ({
    task: group[0]!.task,
    value: median(group.map(of))!,
  }));
  return tasks.length === 0 ? null : { ...medianInterval(tasks.map(({ value }) => value)), tasks };
}

/**
 * The median of some values, and the narrowest pair of them, counted from both ends, that holds the
 * median of what they were drawn from with 95% and more; where they are too few for that (fewer
 * than six), all of them, with the coverage that they have: 1 - 2 P(B < k), B binomial (n, 1/2).
 */
export function medianInterval(values: readonly number[]): Omit<TaskMedian, "tasks"> {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  let k = 1;
  while (2 * (k + 1) <= n && coverageOf(n, k + 1) >= 0.95) k += 1;
  const [low, high] = [sorted[k - 1]!, sorted[n - k]!];
  return { value: median(sorted)!, low, high, coverage: coverageOf(n, k) };
}

/** 1 - 2 P(B < k), for B binomial (n, 1/2). */
function coverageOf(n: number, k: number): number {
  let [term, below] = [0.5 ** n, 0];
  for (let i = 0; i < k; i += 1) {
    below += term;
    term *= (n - i) / (i + 1);
  }
  return 1 - 2 * below;
}
