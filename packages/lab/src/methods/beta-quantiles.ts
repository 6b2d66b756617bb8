// Quantiles of the symmetric beta distribution, for losses that draw from it.

/** Pieces in which the density is added up. */
const pieces = 1 << 16;

/**
 * The quantiles 0, 1/n, ..., 1 of Beta(alpha, alpha), `n + 1` of them; alpha in [0.1, 2]. With x =
 * sin(t)^2 the density by t is proportional to (sin t cos t)^(2 alpha - 1), which is added up by
 * midpoints over half of the range; the other half mirrors it.
 */
export function betaQuantiles(alpha: number, n: number): Float32Array {
  // In s = t^(2 alpha), t's density near 0, t^(2 alpha - 1), is even: no midpoint misses its peak.
  const power = 2 * alpha;
  const end = (Math.PI / 4) ** power;
  const angle = (i: number) => ((i * end) / pieces) ** (1 / power);
  const total = new Float64Array(pieces + 1);
  for (let i = 0; i < pieces; i++) {
    const t = angle(i + 0.5);
    const density = ((Math.sin(t) * Math.cos(t)) / t) ** (power - 1);
    total[i + 1] = total[i]! + density;
  }
  const quantiles = new Float32Array(n + 1);
  let i = 0;
  for (let k = 0; 2 * k <= n; k++) {
    const wanted = ((2 * k) / n) * total[pieces]!;
    while (i < pieces - 1 && total[i + 1]! < wanted) i++;
    const step = total[i + 1]! - total[i]!;
    const x = Math.sin(angle(i + (step > 0 ? (wanted - total[i]!) / step : 0))) ** 2;
    quantiles[k] = x;
    quantiles[n - k] = 1 - x;
  }
  return quantiles;
}
