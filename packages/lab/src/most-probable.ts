// Which option is said: the most probable one, and of several equal ones the lowest.

/** The most probable option of row `row` of probabilities `[rows, options]`. */
export function mostProbable(
  probabilities: ArrayLike<number>,
  row: number,
  options: number,
): number {
  const from = row * options;
  let best = 0;
  for (let k = 1; k < options; k++)
    if (probabilities[from + k]! > probabilities[from + best]!) best = k;
  return best;
}

/** The most probable of one row. */
export const optionSaid = (probabilities: ArrayLike<number>): number =>
  mostProbable(probabilities, 0, probabilities.length);
