// Weighted counts of many 0/1 columns at once. A count is a small whole number and a double holds
// 53 bits of one, so several columns share one multiply-add: the accuracy of 15 trials under 2,000
// resamples costs four products a row.

/** C columns of n flags, packed so that one double carries several columns. */
export interface PackedFlags {
  readonly columns: number;
  /** Bits of a column's field: enough for any weighted count. */
  readonly bits: number;
  /**
   * [words, n]; flag i of column c is bit `bits * (c % perWord)` of `words[floor(c / perWord)][i]`.
   */
  readonly words: readonly Float64Array[];
}

/**
 * Packs columns of 0/1 flags, each [n].
 * @param largestCount bound on a column's weighted count, below 2^53
 */
export function packFlags(columns: readonly Uint8Array[], largestCount: number): PackedFlags {
  const bits = Math.ceil(Math.log2(largestCount + 1));
  const perWord = Math.max(1, Math.floor(53 / bits));
  const n = columns[0]?.length ?? 0;
  const words = Array.from(
    { length: Math.ceil(columns.length / perWord) },
    () => new Float64Array(n),
  );
  columns.forEach((flags, column) => {
    const word = words[Math.floor(column / perWord)]!;
    const place = 2 ** (bits * (column % perWord));
    for (let row = 0; row < n; row += 1) word[row]! += flags[row]! * place;
  });
  return { columns: columns.length, bits, words };
}

/**
 * For each column the sum over i of `weights[i] * flag[i]`, exact, written into `counts` [columns].
 */
export function weightedCounts(
  packed: PackedFlags,
  weights: Uint8Array,
  counts: Float64Array,
): void {
  const field = 2 ** packed.bits;
  const perWord = Math.max(1, Math.floor(53 / packed.bits));
  packed.words.forEach((word, index) => {
    let sum = 0;
    for (let row = 0; row < word.length; row += 1) sum += weights[row]! * word[row]!;
    const end = Math.min(packed.columns, (index + 1) * perWord);
    for (let column = index * perWord; column < end; column += 1) {
      const rest = Math.floor(sum / field);
      counts[column] = sum - rest * field;
      sum = rest;
    }
  });
}
