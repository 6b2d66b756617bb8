// A share in words.

/** "62%". */
export function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
