// What a model says of items, from the evidence of a finished run: what people read in the arm
// "assisted".

import { InputError, plain } from "@w2s/base";
import { type EvidenceFilter, findRun, openEvidence } from "@w2s/lab";

/** What a model said of an item. */
export interface Assistance {
  /** What tables call the model. */
  readonly by: string;
  /** By option. */
  readonly said: number[];
}

/**
 * What the student of a run said of its test examples, by id: under its first seed that has one.
 * @throws InputError for a run without evidence, and where several students are left
 */
export async function assistanceOf(
  which: string,
  { task, supervisor, student, method }: EvidenceFilter,
  cwd: string,
): Promise<ReadonlyMap<string, Assistance>> {
  const { folder } = await findRun(which, cwd);
  const evidence = await openEvidence(folder);
  if (evidence === null) {
    throw new InputError(`--assist: run "${plain(which)}" has no evidence; run it with --evidence`);
  }
  const found = new Map<string, Assistance & { readonly seed: number }>();
  const cells = new Set<string>();
  for await (const rows of evidence.testRows()) {
    for (const row of rows) {
      const wanted = { task, supervisor, student, method };
      const passes = Object.entries(wanted).every(
        ([part, value]) => value === undefined || row[part as keyof typeof wanted] === value,
      );
      if (!passes || !row.said.student) continue;
      cells.add([row.student, row.method, row.supervisor, row.labels].join(", "));
      if ((found.get(row.id)?.seed ?? Number.POSITIVE_INFINITY) <= row.seed) continue;
      found.set(row.id, { by: row.student, said: [...row.said.student], seed: row.seed });
    }
  }
  if (cells.size === 1) return found;
  throw new InputError(
    cells.size === 0
      ? `--assist: run "${plain(which)}" says nothing of task ${task}`
      : `--assist: run "${plain(which)}" has ${cells.size} students that could assist ` +
          `(${[...cells].slice(0, 3).map(plain).join("; ")}); choose by ` +
          "--student, --method or --supervisor",
  );
}
