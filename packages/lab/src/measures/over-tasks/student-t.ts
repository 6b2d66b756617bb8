// Student's t for whole degrees of freedom, in closed form.

/**
 * P(|T| > |t|) for `freedom` degrees of freedom, 1 or more: one minus a finite sum in the angle
 * atan(t / sqrt(freedom)). Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
 */
export function tTails(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const [sine, square] = [Math.sin(angle), Math.cos(angle) ** 2];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = isOdd && freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
  return Math.max(0, 1 - inside);
}

/** The t that |T| stays below with probability `inside`, in (0, 1): 2.776 at .95 and 4. */
export function tBound(inside: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (tTails(high, freedom) > 1 - inside) high *= 2;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (tTails(middle, freedom) > 1 - inside) low = middle;
    else high = middle;
  }
  return high;
}
