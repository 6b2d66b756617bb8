// Counts and shares in words.

/** "1 row", "3 rows". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "62%". */
export function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
