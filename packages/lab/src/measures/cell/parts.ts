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

/**
 * Accuracy of each role, and how often the student overrules its supervisor and is right, for the
 * test examples of each value of each fact; values in ascending order. Facts of one value or of
 * more than 16 are left out, as are examples without the fact.
 */
export function scoreParts(cell: CellPredictions, facts: TestFacts): Part[] {
  return [...facts].flatMap(([fact, values]) => {
    const different = [...new Set(values)].filter((value) => value !== undefined).sort(ascending);
    if (different.length < 2 || different.length > mostValues) return [];
    return different.map((value) => partOf(cell, fact, value, values));
  });
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
