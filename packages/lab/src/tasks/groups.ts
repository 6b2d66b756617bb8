// Drawing examples by whole groups, the one operation behind every split: test, halves, validation,
// a limit.

import type { Random } from "../random.js";
import { groupQuotas } from "./group-quotas.js";
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

// Below this share of the groups that are due, class quotas give way to size.
const QUOTA_SHARE = 0.9;

/**
 * Takes about `target` of `rows` by whole groups, without looking at how large a group is: a group
 * counts by the class of most of its rows (its stratum), and of each stratum a quota of groups is
 * drawn, each with the same chance, as scikit-learn's GroupShuffleSplit does. Large groups are then
 * as frequent in the draw as in the data, and the number of rows is right on average; with groups of
 * one every class lands on its quota. Where a class runs short, other groups fill its place.
 */
export function drawGroups(
  rows: Int32Array,
  examples: readonly Grouped[],
  options: DrawOptions,
): Draw {
  const { target, balance, stream } = options;
  const found = tally(rows, examples);
  const { groupOf, groups, strata } = found;
  const quotas = groupQuotas(found, rows.length, target, balance);
  const due = Math.round((target * groups) / Math.max(1, rows.length));

  const order = stream.permutation(groups);
  const taken = new Uint8Array(groups);
  let count = 0;
  for (const group of order) {
    const stratum = strata[group]!;
    if (quotas[stratum]! < 1) continue;
    quotas[stratum]! -= 1;
    taken[group] = 1;
    count += 1;
  }
  for (const group of count < QUOTA_SHARE * due ? order : []) {
    if (taken[group] === 1 || count >= due) continue;
    taken[group] = 1;
    count += 1;
  }
  return {
    taken: rows.filter((_, index) => taken[groupOf[index]!] === 1),
    rest: rows.filter((_, index) => taken[groupOf[index]!] === 0),
  };
}

/** What a draw knows of groups: everything but which examples they hold. */
export interface Tally {
  /** Group of each of `rows`, numbered as they first occur. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  readonly classes: number;
  /** Rows by group and class, [groups, classes]. */
  readonly counts: Int32Array;
  /** The class of most of a group's rows, the lower one at a tie, [groups]. */
  readonly strata: Int32Array;
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
  rows.forEach((row, index) => {
    counts[groupOf[index]! * classes + examples[row]!.label]! += 1;
  });
  const strata = Int32Array.from({ length: known.size }, (_, group) => {
    const own = counts.subarray(group * classes, (group + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
  return { groupOf, groups: known.size, classes, counts, strata };
}
