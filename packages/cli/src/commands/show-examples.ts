// w2s show --examples: single test examples of a finished run.

import { didYouMean, InputError, plain } from "@w2s/base";
import type { FinishedRun } from "@w2s/lab";
import {
  type EvidenceFilter,
  type EvidenceRow,
  type ExampleKind,
  type Outcome,
  openEvidence,
  selectExamples,
} from "@w2s/lab";
import { colorsFor, columnsOf, type Io } from "../io.js";
import { mostRows } from "../results/evidence.js";
import { exampleLines } from "../table/example-lines.js";
import { count } from "../text.js";

export interface ExampleFlags extends EvidenceFilter {
  readonly examples?: ExampleKind;
  readonly limit?: number;
  readonly json: boolean;
  readonly color: boolean;
}

const parts = ["task", "supervisor", "student", "labels", "method"] as const;

/**
 * Prints examples of a kind, a block for each row of the results; --json an object an example.
 * @throws InputError for a run without evidence of its results, and a name that no row has
 */
export async function showExamples(
  run: FinishedRun,
  kind: ExampleKind,
  flags: ExampleFlags,
  io: Io,
): Promise<void> {
  const { task, supervisor, student, labels, method, seed, limit = 10 } = flags;
  const filter = { task, supervisor, student, labels, method, seed };
  refuseUnknown(filter, run.results.outcomes);
  const evidence = await openEvidence(run.folder);
  if (evidence === null || evidence.about.results !== run.sha256) {
    const what = evidence === null ? "no evidence" : "evidence of other results";
    throw new InputError(
      `--examples: run "${plain(run.results.study)}" has ${what}; run the study again, with ` +
        `--evidence where that is more than ${count(mostRows)} rows`,
    );
  }
  const cells = await selectExamples(evidence.testRows(), kind, filter);
  if (flags.json) {
    for (const { examples } of cells)
      for (const { row, seeds } of examples.slice(0, limit))
        io.stdout.write(`${JSON.stringify(jsonOf(row, kind, seeds))}\n`);
    return;
  }
  const width = columnsOf(io.stdout, io.env);
  const colors = colorsFor(io.stdout, io.env, flags.color);
  const look = { about: evidence.about, limit, width };
  const lines = cells.flatMap((cell) => exampleLines(cell, kind, look, colors));
  io.stdout.write(lines.length === 0 ? "no rows of evidence\n" : `${lines.join("\n")}\n`);
}

function jsonOf({ seed: _, ...row }: EvidenceRow, kind: ExampleKind, seeds: readonly number[]) {
  return { kind, seeds, ...row };
}

/** @throws InputError for a name that no row has */
export function refuseUnknown(filter: EvidenceFilter, outcomes: readonly Outcome[]): void {
  for (const part of parts) {
    const known = [...new Set(outcomes.map((outcome) => outcome[part]))].map(String);
    refuse(part, filter[part], known);
  }
  const seeds = [...new Set(outcomes.flatMap((outcome) => outcome.seeds))].map(String);
  refuse("seed", filter.seed === undefined ? undefined : String(filter.seed), seeds);
}

function refuse(part: string, wanted: string | undefined, known: readonly string[]): void {
  if (wanted === undefined || known.includes(wanted)) return;
  const hint = didYouMean(wanted, known) || `; there is ${known.map(plain).join(", ")}`;
  throw new InputError(`--${part}: no ${part} "${plain(wanted)}" in this run${hint}`);
}
