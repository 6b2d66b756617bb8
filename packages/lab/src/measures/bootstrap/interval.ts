// Percentile intervals from bootstrap values.

import type { Estimate } from "../estimate.js";

/**
 * `value` with the percentile interval of its bootstrap `values` [B] at `confidence`: the order
 * statistics k and B-1-k for k = floor(B (1 - confidence) / 2), not interpolated, so that a bound
 * is always a value that occurred and at most k values lie outside on each side. NaN among the
 * values means a resample without a value: it is left out. Source: Efron and Tibshirani 1993,
 * chapter 13.
 */
export function percentileInterval(
  value: number,
  values: Float64Array,
  confidence: number,
): Estimate {
  const sorted = values.filter((entry) => !Number.isNaN(entry)).sort();
  const outside = Math.floor(Number((((1 - confidence) / 2) * sorted.length).toFixed(9)));
  return {
    value,
    low: sorted[outside] ?? Number.NaN,
    high: sorted[sorted.length - 1 - outside] ?? Number.NaN,
  };
}
