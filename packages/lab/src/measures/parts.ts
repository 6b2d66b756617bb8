// The test split in parts, by what is known of its examples: where does a student overrule its
// supervisor, and is it right there?

import type { Part } from "../outcome.js";
import { accuracy } from "./accuracy.js";
import type { TestPredictions } from "./bootstrap.js";
import { meanAgreement, meanOver } from "./means.js";
import type { Probabilities } from "./predictions.js";

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
export function scoreParts(test: TestPredictions, facts: TestFacts): Part[] {
  return [...facts].flatMap(([fact, values]) => {
    const different = [...new Set(values)].filter((value) => value !== undefined).sort(ascending);
    if (different.length < 2 || different.length > mostValues) return [];
    return different.map((value) => partOf(test, fact, value, values));
  });
}

function partOf(
  test: TestPredictions,
  fact: string,
  value: string | number,
  values: readonly (string | number | undefined)[],
): Part {
  const rows = values.flatMap((each, row) => (each === value ? [row] : []));
  const of = (perSeed: readonly Probabilities[]) =>
    perSeed.map((probabilities) => rowsOf(probabilities, rows));
  const part = { weak: of(test.weak), strong: of(test.strong), ceiling: of(test.ceiling) };
  const labels = Int32Array.from(rows, (row) => test.labels[row]!);
  const { overall, overruledRight } = meanAgreement({ ...part, labels });
  const score = (perSeed: readonly Probabilities[]) =>
    meanOver(perSeed, (one) => accuracy(one, labels));
  return {
    fact,
    value,
    examples: rows.length,
    weak: score(part.weak),
    strong: score(part.strong),
    ceiling: score(part.ceiling),
    overruled: 1 - overall,
    overruledRight,
  };
}

function rowsOf({ shape, data }: Probabilities, rows: readonly number[]): Probabilities {
  const options = shape[1]!;
  const taken = new Float32Array(rows.length * options);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * options, (row + 1) * options), i * options);
  });
  return { dtype: "float32", shape: [rows.length, options], data: taken };
}

/** Numbers before texts, each in order. */
function ascending(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
}
