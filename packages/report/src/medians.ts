// What rows come to over tasks, every task counted once: medians as in the paper, and the ratio of
// means beside them. Of several rows of one task, the median or mean counts.

import {
  type Estimate,
  type MeanOverTasks,
  mean,
  meanOverTasks,
  median,
  medianOverTasks,
  type OneTask,
  type Outcome,
  type OverTasks,
  ratioOverTasks,
  selectedPgr,
  selectsOnOthers,
  unpackDraws,
} from "@w2s/lab";
import { byTask } from "./groups.js";
import { onceEach } from "./once-each.js";

/** A median over tasks: of one value a task. */
export interface TaskMedian extends OverTasks {
  /** One value a task, in the order of the outcomes. */
  readonly tasks: readonly { readonly task: string; readonly value: number }[];
}

/** What rows come to over tasks. */
export interface Totals {
  readonly rows: readonly Outcome[];
  /** The median gain, over all rows. */
  readonly gain: TaskMedian;
  /** The mean gain, over all rows. */
  readonly meanGain: MeanOverTasks;
  /** All gains over all gaps, over all rows; null where the mean gap is not above 0. */
  readonly ratio: OverTasks | null;
  /** The median PGR, over the rows that were selected; null for none. */
  readonly pgr: TaskMedian | null;
  /** How many rows were selected. */
  readonly selected: number;
  /** Whether all rows were selected on other seeds than those that count. */
  readonly onOthers: boolean;
}

/** What is summed up of a method. */
export interface MethodMedians extends Totals {
  readonly method: string;
}

/** A row a method, in the order of the outcomes. */
export const methodMedians = onceEach((outcomes: readonly Outcome[]): MethodMedians[] => {
  const methods = [...new Set(outcomes.map(({ method }) => method))];
  return methods.map((method) => ({
    method,
    ...totalsOf(outcomes.filter((outcome) => outcome.method === method)),
  }));
});

/** What some rows, one or more, come to over tasks. */
export const totalsOf = onceEach((rows: readonly Outcome[]): Totals => {
  const tasks = byTask(rows);
  const gains = tasks.map((group) => ({
    task: group[0]!.task,
    all: group.map((row) => drawnValue(row, "gain")),
    gaps: group.map((row) => drawnValue(row, "gap")),
    pgrs: group.map(selectedPgr).filter((one) => one !== null),
  }));
  const middles = gains.map(({ task, all }) => ({ task, one: pooled(all, middle) }));
  const recovered = gains
    .filter(({ pgrs }) => pgrs.length > 0)
    .map(({ task, pgrs }) => ({ task, one: pooled(pgrs, middle) }));
  const means = gains.map(({ all, gaps }) => ({
    gain: pooled(all, mean),
    gap: pooled(gaps, mean),
  }));
  return {
    rows,
    gain: medianOf(middles)!,
    meanGain: meanOverTasks(means.map(({ gain }) => gain)),
    ratio: ratioOverTasks(means),
    pgr: medianOf(recovered),
    selected: gains.flatMap(({ pgrs }) => pgrs).length,
    onOthers: rows.every(selectsOnOthers),
  };
});

/**
 * The mean of one value a task, with its 95% interval for other tasks, as figures draw it; null for
 * fewer than three.
 */
export function overTasks(values: readonly number[]): Estimate | null {
  const { value, interval } = meanOverTasks(values.map((one) => ({ value: one, draws: null })));
  return interval && { value, low: interval.low, high: interval.high };
}

/** The mean of one value a task, with that interval; of fewer than three tasks, without a width. */
export function estimateOverTasks(values: readonly number[]): Estimate {
  const value = mean(values);
  return overTasks(values) ?? { value, low: value, high: value };
}

/** A row's gain or gap, with its kept draws. */
export function drawnValue(row: Outcome, of: "gain" | "gap"): OneTask {
  const { draws } = row;
  return withDraws(row[of].value, () => draws && unpackDraws(draws[of]));
}

/** Several rows of one task as one: of their values, and of their draws, which are the same. */
export function pooled(rows: readonly OneTask[], of: (values: number[]) => number): OneTask {
  return withDraws(of(rows.map(({ value }) => value)), () => {
    const draws = rows.flatMap((row) => (row.draws === null ? [] : [row.draws]));
    if (draws.length < rows.length) return null;
    return draws[0]!.map((_, k) => of(draws.map((each) => each[k]!)));
  });
}

/** Most rows' draws are never asked for: they are made when they are. */
export function withDraws(value: number, make: () => OneTask["draws"]): OneTask {
  let draws: OneTask["draws"] | undefined;
  return {
    value,
    get draws() {
      draws ??= make();
      return draws;
    },
  };
}

const middle = (values: readonly number[]) => median(values)!;

function medianOf(
  tasks: readonly { readonly task: string; readonly one: OneTask }[],
): TaskMedian | null {
  const found = medianOverTasks(tasks.map(({ one }) => one));
  if (!found) return null;
  return { ...found, tasks: tasks.map(({ task, one: { value } }) => ({ task, value })) };
}
