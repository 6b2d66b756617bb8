// Drawing examples by whole groups, the one operation behind every split: test, halves, validation,
// a limit.

import type { Random } from "../random.js";
import type { Example } from "./task.js";

/** What a draw looks at. */
export type Grouped = Pick<Example, "group" | "label">;

/**
 * Rows (indices into the examples) on the two sides of a draw, each in the order that they came in.
 */
export interface Draw {
  readonly taken: Int32Array;
  readonly rest: Int32Array;
}

export interface DrawOptions {
  /** How many rows to take, in 0..rows. */
  readonly target: number;
  /** Take equally many of each class; else classes in the shares that `rows` have. */
  readonly balance: boolean;
  readonly stream: Random;
}

// Below this share of the target, class quotas give way to size: groups were too coarse for both.
const QUOTA_SHARE = 0.9;

/**
 * Takes about `target` of `rows` by whole groups. Groups come in random order, and one is taken
 * while no class goes beyond its quota, so with groups of one every class lands on its quota.
 * Should that give less than 90% of the target, further groups are taken, whatever their classes,
 * as long as each brings the size nearer to it.
 */
export function drawGroups(
  rows: Int32Array,
  examples: readonly Grouped[],
  options: DrawOptions,
): Draw {
  const { target, balance, stream } = options;
  const { groupOf, groups, classes, counts, sizes } = tally(rows, examples);
  const totals = Array.from({ length: classes }, (_, label) => columnSum(counts, classes, label));
  const present = totals.filter((total) => total > 0).length;
  const quotas = totals.map((total) =>
    Math.round(balance ? (total > 0 ? target / present : 0) : (target * total) / rows.length),
  );

  const order = stream.permutation(groups);
  const taken = new Uint8Array(groups);
  let size = 0;
  for (const group of order) {
    if (quotas.some((quota, label) => counts[group * classes + label]! > quota)) continue;
    quotas.forEach((quota, label) => {
      quotas[label] = quota - counts[group * classes + label]!;
    });
    taken[group] = 1;
    size += sizes[group]!;
  }
  for (const group of size < QUOTA_SHARE * target ? order : []) {
    if (taken[group] || Math.abs(size + sizes[group]! - target) >= Math.abs(size - target))
      continue;
    taken[group] = 1;
    size += sizes[group]!;
  }
  return {
    taken: rows.filter((_, index) => taken[groupOf[index]!] === 1),
    rest: rows.filter((_, index) => taken[groupOf[index]!] === 0),
  };
}

interface Tally {
  /** Group of each of `rows`, numbered as they first occur. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  readonly classes: number;
  /** Rows by group and class, [groups, classes]. */
  readonly counts: Int32Array;
  /** Rows by group, [groups]. */
  readonly sizes: Int32Array;
}

function tally(rows: Int32Array, examples: readonly Grouped[]): Tally {
  const known = new Map<string, number>();
  const groupOf = rows.map((row) => {
    const { group } = examples[row]!;
    const number = known.get(group) ?? known.size;
    known.set(group, number);
    return number;
  });
  const classes = rows.reduce((most, row) => Math.max(most, examples[row]!.label + 1), 0);
  const counts = new Int32Array(known.size * classes);
  const sizes = new Int32Array(known.size);
  rows.forEach((row, index) => {
    const group = groupOf[index]!;
    counts[group * classes + examples[row]!.label]! += 1;
    sizes[group]! += 1;
  });
  return { groupOf, groups: known.size, classes, counts, sizes };
}

function columnSum(counts: Int32Array, columns: number, column: number): number {
  let sum = 0;
  for (let index = column; index < counts.length; index += columns) sum += counts[index]!;
  return sum;
}
