// Small draws that the skills share.

import type { Random } from "@w2s/lab";

export const DIGITS: readonly string[] = [..."0123456789"];
export const LETTERS: readonly string[] = [..."abcdefghijklmnop"];
export const NAMES: readonly string[] = "ann bob cid dan eve fay gus hal ida jon".split(" ");

export function coin(random: Random): boolean {
  return random.integer(2) === 1;
}

/** Uniform over low..high, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}

export function oneOf<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(items.length)]!;
}

/** `count` different items, in random order. */
export function distinct<T>(random: Random, items: readonly T[], count: number): T[] {
  return random.shuffle([...items]).slice(0, count);
}

/** `count` items, each drawn anew. */
export function several<T>(random: Random, items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => oneOf(random, items));
}

/** One of the keys, each with a chance in proportion to its weight (0 or more, not all 0). */
export function weighted<K extends string>(
  random: Random,
  weights: readonly (readonly [K, number])[],
): K {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.uniform() * total;
  for (const [key, weight] of weights) {
    if (left < weight) return key;
    left -= weight;
  }
  return weights.findLast(([, weight]) => weight > 0)![0];
}

/** The items with those at two places exchanged. */
export function exchanged<T>(items: readonly T[], i: number, j: number): T[] {
  const copy = [...items];
  copy[i] = items[j]!;
  copy[j] = items[i]!;
  return copy;
}
