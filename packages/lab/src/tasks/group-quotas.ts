// How many groups a draw takes of each kind, so that classes come in the shares that are wanted
// though no group's size is looked at. The draw itself is in groups.ts.

import type { Tally } from "./group-tally.js";

/**
 * How many groups of each stratum are due, [classes]: a stratum is the groups with most rows of one
 * class. With groups of one these are the classes' own quotas.
 * @param rows how many rows there are in all
 * @param target how many of them to take
 */
export function groupQuotas(
  { counts, strata, groups, classes }: Tally,
  rows: number,
  target: number,
  balance: boolean,
): number[] {
  const all = Array.from({ length: classes }, (_, label) => label);
  const totals = all.map((label) => columnSum(counts, classes, label));
  const present = totals.filter((total) => total > 0).length;
  const due = totals.map((total) =>
    balance ? (total > 0 ? target / present : 0) : (target * total) / rows,
  );
  if (groups === rows) return balance ? due.map(Math.round) : wholes(due, target);
  const members = all.map((stratum) => strata.filter((each) => each === stratum).length);
  const shares = balance
    ? balancedShares(stratumRows(counts, strata, classes), due)
    : all.map(() => target / rows);
  return apportioned(members.map((number, stratum) => number * shares[stratum]!));
}

/**
 * Each class's own number of rows, rounded; of many classes in their shares that may miss the
 * target by far (half a row of each of 77), so then what is sure, and the draw fills the rest.
 */
function wholes(due: readonly number[], target: number): number[] {
  const rounded = due.map(Math.round);
  return sum(rounded) - target <= 1 ? rounded : due.map(Math.floor);
}

/**
 * The share of each stratum's groups for which the expected rows of every class are those that are
 * `due`, found by scaling; as near as may be where no shares within [0, 1] give them.
 * @param strata rows by stratum and class
 */
function balancedShares(strata: readonly (readonly number[])[], due: readonly number[]): number[] {
  let shares = strata.map(() => 1);
  for (let round = 0; round < 50; round += 1) {
    const factors = due.map((wanted, label) => {
      const got = strata.reduce((sum, row, stratum) => sum + shares[stratum]! * row[label]!, 0);
      return got === 0 ? 0 : wanted / got;
    });
    shares = shares.map((share, stratum) => {
      const row = strata[stratum]!;
      const size = row.reduce((sum, value) => sum + value, 0);
      const scale = row.reduce((sum, value, label) => sum + value * factors[label]!, 0);
      return size === 0 ? 0 : Math.min(1, (share * scale) / size);
    });
  }
  return shares;
}

/** Whole numbers that add up to the rounded sum, by largest remainder; the first at a tie. */
function apportioned(exact: readonly number[]): number[] {
  const whole = exact.map((value) => Math.floor(value + 1e-9));
  const missing = Math.round(sum(exact)) - sum(whole);
  const remainders = exact.map((value, i) => ({ i, left: value - whole[i]! }));
  for (const { i } of remainders.sort((a, b) => b.left - a.left).slice(0, missing)) whole[i]! += 1;
  return whole;
}

/** Rows by stratum and class, [classes][classes]. */
function stratumRows(counts: Int32Array, strata: Int32Array, classes: number): number[][] {
  const rows = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  strata.forEach((stratum, group) => {
    for (let label = 0; label < classes; label += 1) {
      rows[stratum]![label]! += counts[group * classes + label]!;
    }
  });
  return rows;
}

function columnSum(counts: Int32Array, columns: number, column: number): number {
  let total = 0;
  for (let index = column; index < counts.length; index += columns) total += counts[index]!;
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
