// What a model says of items, from the evidence of a finished run: what people read in the arm
// "assisted".

import { InputError, plain } from "@w2s/base";
import { type EvidenceFilter, type Example, findRun, openEvidence } from "@w2s/lab";
import type { Help, SplitName } from "@w2s/studio";
import { refuseOtherTexts } from "./other-texts.js";

/** What a model said of an item. */
type Assistance = NonNullable<Help["assistance"]>;

/** Whose answers are wanted: of a task, and of whom where a run has several. */
export type AssistantFilter = Omit<EvidenceFilter, "seed" | "labels">;

/** A row of evidence, as far as it may assist. */
interface Row {
  readonly id: string;
  readonly seed: number;
  readonly texts: readonly string[];
  readonly by: string;
  /** What tells apart those that could assist. */
  readonly cell: string;
  readonly said: readonly number[] | undefined;
}

/**
 * What a model of a run said of a task's examples, by id: under its first seed that has one. Where
 * test alone is labelled it is the student; else the supervisor, since a student has learnt the
 * labels of transfer and validation, and says them again.
 * @throws InputError for a run without evidence, where several could assist, and where the run is
 * about other texts
 */
export async function assistanceOf(
  which: string,
  filter: AssistantFilter,
  splits: readonly SplitName[],
  examples: ReadonlyMap<string, Example>,
  cwd: string,
): Promise<ReadonlyMap<string, Assistance>> {
  const { folder } = await findRun(which, cwd);
  const evidence = await openEvidence(folder);
  if (evidence === null) {
    throw new InputError(`--assist: run "${plain(which)}" has no evidence; run it with --evidence`);
  }
  const areTests = splits.every((split) => split === "test");
  if (!areTests) refuseStudents(filter);
  const found = new Map<string, Assistance & { readonly seed: number }>();
  const cells = new Set<string>();
  const rows = areTests ? studentRows(evidence, filter) : supervisorRows(evidence, filter);
  for await (const { id, seed, texts, by, cell, said } of rows) {
    const example = examples.get(id);
    if (!said || example === undefined) continue;
    if (evidence.about.texts === "texts") refuseOtherTexts("--assist", which, example, texts);
    cells.add(cell);
    if ((found.get(id)?.seed ?? Number.POSITIVE_INFINITY) <= seed) continue;
    found.set(id, { by, said: [...said], seed });
  }
  if (cells.size === 1) return found;
  throw new InputError(
    cells.size === 0
      ? `--assist: run "${plain(which)}" says nothing of task ${filter.task}`
      : `--assist: run "${plain(which)}" has ${cells.size} models that could assist ` +
          `(${[...cells].slice(0, 3).map(plain).join("; ")}); choose by ` +
          (areTests ? "--student, --method or --supervisor" : "--supervisor"),
  );
}

type Evidence = NonNullable<Awaited<ReturnType<typeof openEvidence>>>;

async function* studentRows(evidence: Evidence, filter: AssistantFilter): AsyncGenerator<Row> {
  for await (const rows of evidence.testRows()) {
    for (const row of rows) {
      if (!fits(row, filter)) continue;
      const cell = [row.student, row.method, row.supervisor, row.labels].join(", ");
      yield { ...row, by: row.student, cell, said: row.said.student };
    }
  }
}

/** Of every split: what a supervisor said of test stands in every student's rows. */
async function* supervisorRows(evidence: Evidence, filter: AssistantFilter): AsyncGenerator<Row> {
  for (const all of [evidence.labelRows(), evidence.testRows()]) {
    for await (const rows of all) {
      for (const row of rows) {
        if (!fits(row, filter)) continue;
        yield { ...row, by: row.supervisor, cell: row.supervisor, said: row.said.weak };
      }
    }
  }
}

function fits(row: object, filter: AssistantFilter): boolean {
  const { task, supervisor, student, method } = filter;
  return Object.entries({ task, supervisor, student, method }).every(
    ([part, value]) => value === undefined || row[part as keyof typeof row] === value,
  );
}

function refuseStudents({ student, method }: AssistantFilter): void {
  const option = student !== undefined ? "--student" : method !== undefined ? "--method" : null;
  if (option === null) return;
  throw new InputError(
    `${option}: a student has learnt the labels of these examples; outside of test a run's ` +
      "supervisor assists, chosen by --supervisor",
  );
}
