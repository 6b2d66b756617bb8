// Amounts of money, in whatever unit.

/** "0.0312", "4.20": two decimals, or three digits where that is nothing. */
export function money(amount: number): string {
  return amount === 0 || amount >= 1 ? amount.toFixed(2) : String(Number(amount.toPrecision(3)));
}
