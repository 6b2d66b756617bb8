// Class balance. Source: Burns et al. 2023, appendix A: where one of two classes has more than 55%
// of the examples, they are rebalanced by dropping examples of that class at random; and a question
// keeps as many right answers as wrong ones.

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

/**
 * The examples, in their order, that leave equally many of each class wherever examples share what
 * they answer; none of what has one class alone. The draw depends on what is shared
 * and on the seed, so that what others answer does not change it.
 * @param shared [n], what each example answers
 */
export function evenWithin<E extends { readonly label: number }>(
  examples: readonly E[],
  shared: readonly string[],
  options: number,
  seed = 0,
): E[] {
  const together = new Map<string, E[]>();
  for (const [row, example] of examples.entries()) {
    const name = shared[row]!;
    const others = together.get(name);
    if (others === undefined) together.set(name, [example]);
    else others.push(example);
  }
  const kept = new Set<E>();
  for (const [name, all] of together) {
    const classes = Array.from({ length: options }, (_, label) =>
      all.filter((example) => example.label === label),
    );
    const least = Math.min(...classes.map((members) => members.length));
    const stream = random(seed, `even within/${name}`);
    for (const members of classes) {
      const order = stream.permutation(members.length);
      for (const at of order.subarray(0, least)) kept.add(members[at]!);
    }
  }
  return examples.filter((example) => kept.has(example));
}
