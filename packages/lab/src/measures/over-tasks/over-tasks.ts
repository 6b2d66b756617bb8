// What a study's tasks come to: a mean, a ratio of means, a median, each with an interval for
// other tasks of the same kind. Which interval, and why: docs/design/over-tasks.md.

import { percentileInterval } from "../bootstrap/interval.js";
import { recovered } from "../pgr.js";
import { hierarchical } from "./hierarchical.js";
import { covariance, mean, median } from "./middle.js";
import { tBound, tTails } from "./student-t.js";

/** One task's value, and the same in each of its draws of seeds and examples [K]. */
export interface OneTask {
  readonly value: number;
  /** Null where none were kept. */
  readonly draws: Float64Array | null;
}

/** A 95% interval over tasks. */
export interface TasksInterval {
  readonly low: number;
  readonly high: number;
  /**
   * What it is about: other tasks like these; or, where there are fewer than three, these very
   * tasks with other seeds and test examples.
   */
  readonly of: "other tasks" | "these tasks";
  /** How often such an interval holds the truth: .95, or less where tasks are few. */
  readonly coverage: number;
}

/** A value over tasks. */
export interface OverTasks {
  readonly value: number;
  /** Null where there is none: one task without draws, or a ratio to a gap that may be 0. */
  readonly interval: TasksInterval | null;
}

/** A mean over tasks, with the probability of so large a one where there is none. */
export interface MeanOverTasks extends OverTasks {
  /** Two-sided, by Student's t; null for fewer than three tasks. */
  readonly p: number | null;
}

const confidence = 0.95;
/** Fewer tasks than this say nothing of others. */
const fewest = 3;

/**
 * The mean of one value a task, with the interval of Student's t by their spread: a task's luck
 * with its examples, seeds and pool is within its value, so it is within the spread. Of one or two
 * tasks, the percentile interval over their own seeds and examples.
 */
export function meanOverTasks(tasks: readonly OneTask[]): MeanOverTasks {
  const values = tasks.map(({ value }) => value);
  const value = mean(values);
  const freedom = tasks.length - 1;
  if (tasks.length < fewest) {
    const columns = tasks.map(({ draws }) => [draws]);
    return { value, interval: ofTheseTasks(value, columns, ([one]) => meanOf(one!)), p: null };
  }
  const error = Math.sqrt(covariance(values, values) / tasks.length);
  const half = tBound(confidence, freedom) * error;
  return {
    value,
    interval: otherTasks(value - half, value + half),
    p: error === 0 ? Number(value === 0) : tTails(value / error, freedom),
  };
}

/**
 * The ratio of two means over tasks, such as all that was gained over all that could be, with the
 * interval that Fieller's theorem gives: the ratios R for which the mean of gain - R gap is not
 * apart from 0 by Student's t. Null where the mean gap is not above 0. No interval where the mean
 * gap is not clearly so. Source: Fieller 1954.
 */
export function ratioOverTasks(
  tasks: readonly { readonly gain: OneTask; readonly gap: OneTask }[],
): OverTasks | null {
  const gains = tasks.map(({ gain }) => gain.value);
  const gaps = tasks.map(({ gap }) => gap.value);
  const [gain, gap] = [mean(gains), mean(gaps)];
  if (!(gap > 0)) return null;
  const value = gain / gap;
  if (tasks.length < fewest) {
    const columns = tasks.map((one) => [one.gain.draws, one.gap.draws]);
    const ratio = ([top, bottom]: readonly Float64Array[]) =>
      recovered(meanOf(top!), meanOf(bottom!));
    return { value, interval: ofTheseTasks(value, columns, ratio) };
  }
  const bound = tBound(confidence, tasks.length - 1) ** 2 / tasks.length;
  const square = gap ** 2 - bound * covariance(gaps, gaps);
  if (square <= 0) return { value, interval: null };
  const linear = gain * gap - bound * covariance(gains, gaps);
  const constant = gain ** 2 - bound * covariance(gains, gains);
  const root = Math.sqrt(Math.max(0, linear ** 2 - square * constant));
  return { value, interval: otherTasks((linear - root) / square, (linear + root) / square) };
}

/**
 * The median of one value a task, with the percentile interval of the hierarchical bootstrap; where
 * draws were not kept, or are without bound, that of two of the tasks, counted from both ends.
 * Undefined for no task.
 */
export function medianOverTasks(tasks: readonly OneTask[]): OverTasks | undefined {
  const values = tasks.map(({ value }) => value);
  const value = median(values);
  if (value === undefined) return undefined;
  const columns = tasks.map(({ draws }) => [draws]);
  // A task's draw may have no value (AUROC of one class); then that resample has none.
  const middle = ([one]: readonly Float64Array[]) =>
    one!.some(Number.isNaN) ? Number.NaN : median(one!)!;
  if (tasks.length < fewest) return { value, interval: ofTheseTasks(value, columns, middle) };
  const drawn = percentiles(value, columns, middle, true);
  if (drawn === null) {
    const { low, high, coverage } = medianInterval(values);
    return { value, interval: { low, high, of: "other tasks", coverage } };
  }
  const coverage = medianCoverage(tasks.length);
  return { value, interval: { ...drawn, of: "other tasks", coverage } };
}

/**
 * How often the median's interval held the truth at worst, by simulation with seeds of one pool, of
 * three tasks, and so of four: docs/measures.md.
 */
function medianCoverage(tasks: number): number {
  return tasks < 5 ? 0.89 : confidence;
}

/**
 * The median of some values, and the narrowest pair of them, counted from both ends, that holds the
 * median of what they were drawn from with 95% and more; where they are too few for that (fewer
 * than six), all of them, with the coverage that they have: 1 - 2 P(B < k), B binomial (n, 1/2).
 */
export function medianInterval(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  let k = 1;
  while (2 * (k + 1) <= n && coverageOf(n, k + 1) >= confidence) k += 1;
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

function otherTasks(low: number, high: number): TasksInterval {
  return { low, high, of: "other tasks", coverage: confidence };
}

type Columns = readonly (readonly (Float64Array | null)[])[];

function ofTheseTasks(
  value: number,
  columns: Columns,
  of: (columns: readonly Float64Array[]) => number,
): TasksInterval | null {
  const found = percentiles(value, columns, of, false);
  return found && { ...found, of: "these tasks", coverage: confidence };
}

/** A percentile interval of the hierarchical bootstrap; null without draws or without bound. */
function percentiles(
  value: number,
  columns: Columns,
  of: (columns: readonly Float64Array[]) => number,
  drawTasks: boolean,
) {
  const there = columns.map((task) => task.filter((draws) => draws !== null));
  if (there.some((task, t) => task.length < columns[t]!.length)) return null;
  const values = hierarchical(there, of, { drawTasks });
  const { low, high } = percentileInterval(value, values, confidence);
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
