// Drawing examples by whole groups, the one operation behind every split: test, halves, validation,
// a limit.

import type { Random } from "../random.js";
import { groupQuotas } from "./group-quotas.js";
import { type Grouped, tally } from "./group-tally.js";

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

// Below this share of the groups that are due, class quotas give way to size; where classes need
// not be even, when two are missing.
const QUOTA_SHARE = 0.9;

/**
 * Takes about `target` of `rows` by whole groups, without looking at how large a group is: a group
 * counts by the class of most of its rows (its stratum), and of each stratum a quota of groups is
 * drawn, each with the same chance, as scikit-learn's GroupShuffleSplit does. Large groups are then
 * as frequent in the draw as in the data, and the number of rows is right on average; with groups
 * of one every class lands on its quota. Where a class runs short, other groups fill its place.
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
  const least = Math.max(QUOTA_SHARE * due, balance ? 0 : due - 1);
  for (const group of count < least ? order : []) {
    if (taken[group] === 1 || count >= due) continue;
    taken[group] = 1;
    count += 1;
  }
  return {
    taken: rows.filter((_, index) => taken[groupOf[index]!] === 1),
    rest: rows.filter((_, index) => taken[groupOf[index]!] === 0),
  };
}
