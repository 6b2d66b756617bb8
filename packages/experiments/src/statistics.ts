// Statistics of cells that are grouped by task: a rank correlation and a line, with intervals by
// drawing tasks.

import { type Estimate, random } from "@w2s/lab";
import { mean } from "@w2s/report";

/** A cell as a point, and the task that it belongs to. */
export interface TaskPoint {
  readonly x: number;
  readonly y: number;
  readonly task: string;
}

/** Resamples behind an interval. */
const resamples = 2000;

/**
 * Spearman's rank correlation, in [-1, 1]: Pearson's of the ranks, ties sharing theirs. NaN where
 * one of the two is constant, or for fewer than two points. Source: Spearman 1904.
 */
export function rankCorrelation(points: readonly Pick<TaskPoint, "x" | "y">[]): number {
  const [x, y] = [ranks(points.map((point) => point.x)), ranks(points.map((point) => point.y))];
  return slopeAndCorrelation(x, y).correlation;
}

/** The line of least squares through points: y = intercept + slope x. NaN for one place alone. */
export function lineThrough(points: readonly Pick<TaskPoint, "x" | "y">[]) {
  const [x, y] = [points.map((point) => point.x), points.map((point) => point.y)];
  const { slope } = slopeAndCorrelation(x, y);
  return { slope, intercept: mean(y) - slope * mean(x) };
}

/**
 * A statistic of all points, with the 95% percentile interval of drawing tasks with replacement, a
 * task's points together; draws without a value are left out. Null where it has no value, and for
 * fewer than three tasks, of which there are too few different draws.
 */
export function overTaskDraws(
  points: readonly TaskPoint[],
  of: (points: readonly TaskPoint[]) => number,
): Estimate | null {
  const value = of(points);
  const tasks = [...new Set(points.map(({ task }) => task))];
  if (!Number.isFinite(value) || tasks.length < 3) return null;
  const groups = tasks.map((task) => points.filter((point) => point.task === task));
  const draw = random(0, "statistics over tasks");
  const values = Array.from({ length: resamples }, () =>
    of(groups.flatMap(() => groups[draw.integer(groups.length)]!)),
  )
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const outside = Math.floor(0.025 * values.length);
  return { value, low: values[outside]!, high: values[values.length - 1 - outside]! };
}

function slopeAndCorrelation(x: readonly number[], y: readonly number[]) {
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((each, i) => {
    xx += (each - mx) ** 2;
    yy += (y[i]! - my) ** 2;
    xy += (each - mx) * (y[i]! - my);
  });
  return { slope: xy / xx, correlation: xy / Math.sqrt(xx * yy) };
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to += 1;
    for (let i = from; i <= to; i += 1) found[order[i]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return found;
}
