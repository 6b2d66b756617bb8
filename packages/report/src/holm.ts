// Many comparisons at once.

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
