// What a draw by whole groups looks at, counted by group and class.

import { once } from "../once.js";
import type { Example } from "./task.js";

/** What a draw looks at. */
export type Grouped = Pick<Example, "group" | "label">;

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

/** Counts `rows` by group and class. */
export function tally(rows: Int32Array, examples: readonly Grouped[]): Tally {
  const known = new Map<string, number>();
  const groupOf = rows.map((row) => {
    const { group } = examples[row]!;
    return once(known, group, () => known.size);
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
