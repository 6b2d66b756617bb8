// The test split in parts, by what is known of its examples: where does a student overrule its
// supervisor, and is it right there?

import { takeRows } from "@w2s/grad";
import { accuracy } from "../accuracy.js";
import type { CellPredictions, RolePredictions } from "../bootstrap/roles.js";
import { meanAgreement, meanOver } from "./means.js";
import type { Part } from "./schema.js";

/**
 * By name of the fact: its value for each test example [n], or undefined where an example has none.
 */
export type TestFacts = ReadonlyMap<string, readonly (string | number | undefined)[]>;

/** A fact of more values than this tells examples apart rather than parts. */
const mostValues = 16;
/** Numbers of more values are put into so many bins of about as many examples each. */
const bins = 4;

/**
 * Accuracy of each role, and how often the student overrules its supervisor and is right, for the
 * test examples of each value of each fact; values in ascending order. Numbers (and texts that are
 * numbers, as tables have them) of more than 16 values are binned by their quartiles, each bin
 * named by its least and greatest value: "12 to 31". Other facts of more than 16 values are left
 * out, as are facts of one value and examples without the fact.
 */
export function scoreParts(cell: CellPredictions, facts: TestFacts): Part[] {
  return [...facts].flatMap(([fact, all]) => {
    const own = [...new Set(all)].filter((value) => value !== undefined);
    const { values, order } =
      own.length > mostValues ? binned(all) : { values: all, order: own.sort(ascending) };
    return order.length < 2 ? [] : order.map((value) => partOf(cell, fact, value, values));
  });
}

/** The bin of each example, and all bins in their order; none unless all values are numbers. */
function binned(all: readonly (string | number | undefined)[]) {
  const numbers = all.map((value) => (value === undefined ? undefined : numberIn(value)));
  const sorted = numbers.filter((value) => value !== undefined).sort((a, b) => a - b);
  const found = sorted.every(Number.isFinite) ? binsOf(sorted) : [];
  const nameOf = (number: number) => found.findLast(({ least }) => least <= number)?.name;
  const values = numbers.map((number) => (number === undefined ? undefined : nameOf(number)));
  return { values, order: found.map(({ name }) => name) };
}

/** Bins of about as many of the numbers, which ascend; equal numbers are in one bin. */
function binsOf(sorted: readonly number[]): { least: number; name: string }[] {
  const found: { least: number; name: string }[] = [];
  for (let from = 0, left = bins; from < sorted.length; left -= 1) {
    const last = sorted[from + Math.ceil((sorted.length - from) / left) - 1]!;
    const least = sorted[from]!;
    const names = [least, last].map((value) => String(Number(value.toPrecision(6))));
    found.push({ least, name: least === last ? names[0]! : names.join(" to ") });
    from = sorted.lastIndexOf(last) + 1;
  }
  return found;
}

/** The number, or NaN. */
function numberIn(value: string | number): number {
  if (typeof value === "number") return value;
  return value.trim() === "" ? Number.NaN : Number(value);
}

function partOf(
  { roles, truth }: CellPredictions,
  fact: string,
  value: string | number,
  values: readonly (string | number | undefined)[],
): Part {
  const rows = values.flatMap((each, row) => (each === value ? [row] : []));
  const of = (perSeed: RolePredictions) =>
    perSeed.map(({ probabilities }) => ({ probabilities: takeRows(probabilities, rows) }));
  const part = { weak: of(roles.weak), student: of(roles.student), ceiling: of(roles.ceiling) };
  const right = Int32Array.from(rows, (row) => truth[row]!);
  const { overall, overruledRight } = meanAgreement({ roles: part, truth: right });
  const score = (perSeed: RolePredictions) =>
    meanOver(perSeed, ({ probabilities }) => accuracy(probabilities, right));
  return {
    fact,
    value,
    examples: rows.length,
    weak: score(part.weak),
    student: score(part.student),
    ceiling: score(part.ceiling),
    overruled: 1 - overall,
    overruledRight,
  };
}

/** Numbers before texts, each in order. */
function ascending(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
}
