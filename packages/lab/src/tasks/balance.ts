// Class balance. Source: Burns et al. 2023, appendix A: where one of two classes has more than 55%
// of the examples, they are rebalanced by dropping examples of that class at random.

import { random } from "../random.js";

// 55% of two classes, as a multiple of an even share 1 / K: the same rule for any K.
const TOLERANCE = 1.1;

/**
 * Which of the labels to keep, one flag each. When the largest class has more than 1.1 / K of all,
 * classes are cut at random to the size of the smallest that occurs; else all are kept.
 * @param labels [n], each in 0..options-1
 */
export function balanced(labels: readonly number[], options: number, seed: number): boolean[] {
  const counts = new Array<number>(options).fill(0);
  for (const label of labels) counts[label]! += 1;
  const keep = new Array<boolean>(labels.length).fill(true);
  if (Math.max(...counts) <= (TOLERANCE / options) * labels.length) return keep;

  const smallest = Math.min(...counts.filter((count) => count > 0));
  const left = counts.map(() => smallest);
  for (const row of random(seed, "balance").permutation(labels.length)) {
    keep[row] = left[labels[row]!]! > 0;
    left[labels[row]!]! -= 1;
  }
  return keep;
}
