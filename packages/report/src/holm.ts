// Many comparisons at once, and one estimate over tasks.

import type { Estimate } from "@w2s/lab";

/**
 * Holm's step-down correction: p-values that may be compared with one bound, whatever their number,
 * in the order given. Each is the largest of its own and of all smaller ones, times how many are
 * left, at most 1. Source: Holm 1979.
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = new Array<number>(ps.length).fill(1);
  let most = 0;
  order.forEach((i, rank) => {
    most = Math.max(most, Math.min(1, ps[i]! * (ps.length - rank)));
    corrected[i] = most;
  });
  return corrected;
}

/**
 * The mean of one value a task, with the 95% interval of Student's t by their spread: what other
 * tasks of this kind would give. Null for fewer than three.
 */
export function overTasks(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n < 3) return null;
  const value = mean(values);
  const variance = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / (n - 1);
  const half = t975(n - 1) * Math.sqrt(variance / n);
  return { value, low: value - half, high: value + half };
}

/** The mean of some values; NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value; the mean of the two in the middle. Undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[half]
    : ((sorted[half - 1] ?? Number.NaN) + sorted[half]!) / 2;
}

const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

/** Student's t at .975 for 1 degree of freedom and more; from 31 on within .002 of it. */
function t975(freedom: number): number {
  return quantiles[freedom - 1] ?? 1.96 + 2.4 / freedom;
}
