// What names a row and what it belongs to: id, group, and the split it was published in.

import { type Column, shortly } from "./columns.js";
import { groupName, idName, isNamed, splitName } from "./names.js";
import type { Sample } from "./sample.js";

export interface Identity {
  readonly options: { readonly id?: string; readonly group?: string };
  readonly reasons: { readonly id?: string; readonly group?: string };
  readonly notes: readonly string[];
}

/** Groups below which nobody divides rows by them. */
const fewestGroups = 10;

/**
 * By names and by repetition. `used` are the columns that are texts or answers already; the first
 * of two texts that are read together is a group where it repeats.
 */
export function identity({ rows, columns }: Sample, used: readonly Column[]): Identity {
  const free = columns.filter((column) => !used.includes(column) && column.missing === 0);
  const id = free.find((column) => isNamed(column, idName) && column.distinct === rows.length);
  // A handful of values is a kind of row, and no group that halves could be made of.
  const repeats = ({ distinct, missing }: Column) =>
    missing === 0 && distinct >= fewestGroups && distinct < 0.95 * rows.length;
  const texts = used.filter(({ kind }) => kind === "text");
  const ownGroup = free.find(
    (column) => (isNamed(column, groupName) || isNamed(column, idName)) && repeats(column),
  );
  const [first] = texts.length > 1 ? texts : [];
  const group = ownGroup ?? (first !== undefined && repeats(first) ? first : undefined);
  const count = (value: number) => value.toLocaleString("en-US");
  const could = free.filter(
    (column) =>
      column !== id &&
      column !== group &&
      column.kind === "text" &&
      repeats(column) &&
      column.distinct > rows.length / 50 &&
      !isNamed(column, splitName),
  );
  const split = columns.find((column) => isNamed(column, splitName) && column.distinct < 8);
  return {
    options: { ...(id && { id: id.name }), ...(group && { group: group.name }) },
    reasons: {
      ...(id && { id: "different in every row" }),
      ...(group && {
        group: `repeats, ${count(group.distinct)} in ${count(rows.length)} rows: never divided`,
      }),
    },
    notes: [
      ...(could.length === 0 || group !== undefined
        ? []
        : [
            `rows may belong together by ${names(could)}, which ` +
              `repeat${could.length > 1 ? "" : "s"}: ` +
              `if they must not be divided between training and test, say group: ` +
              `"${could[0]!.name}"`,
          ]),
      ...(split === undefined
        ? []
        : [
            `"${split.name}" ` +
              `(${[...split.values.keys()].map((value) => shortly(value, 12)).join(", ")}) ` +
              "is not used: w2s draws its own parts; to keep a published test set give it " +
              "as a file " +
              "of its own, test: ...",
          ]),
    ],
  };
}

export const names = (columns: readonly Column[]): string =>
  columns
    .slice(0, 8)
    .map(({ name }) => `"${shortly(name, 24)}"`)
    .join(", ") + (columns.length > 8 ? ` and ${columns.length - 8} more` : "");
