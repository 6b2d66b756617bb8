// How sure a share of right answers is.

/**
 * The 95% interval of a share, `right` of `asked` (at least 1): Wilson's score interval (1927),
 * within [0, 1].
 */
export function scoreInterval(right: number, asked: number): readonly [low: number, high: number] {
  const z = 1.959964;
  const share = right / asked;
  const scale = 1 + (z * z) / asked;
  const centre = (share + (z * z) / (2 * asked)) / scale;
  const reach =
    (z / scale) * Math.sqrt((share * (1 - share)) / asked + (z * z) / (4 * asked * asked));
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
}
