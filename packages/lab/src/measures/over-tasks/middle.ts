// Means, medians and covariances.

/** The mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value; the mean of the two in the middle. Undefined for none. */
export function median(values: ArrayLike<number>): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = new Float64Array(values).sort();
  const half = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[half];
  const [low, high] = [sorted[half - 1]!, sorted[half]!];
  return low === high ? low : (low + high) / 2;
}

/** The sample's covariance, over n - 1; of a list with itself its variance. */
export function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, each, i) => sum + (each - meanA) * (b[i]! - meanB), 0) / (a.length - 1);
}
