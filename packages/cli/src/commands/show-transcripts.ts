// w2s show --transcripts: what protocols of oversight asked, showed and checked in a finished run.

import { InputError, plain } from "@w2s/base";
import type { FinishedRun } from "@w2s/lab";
import { openEvidence, openTranscripts, type TranscriptKind } from "@w2s/lab";
import { colorsFor, columnsOf, type Io } from "../io.js";
import { transcriptLines } from "../table/transcript-lines.js";
import { type ExampleFlags, refuseUnknown } from "./show-examples.js";

/**
 * Prints transcripts of test examples, `limit` of each supervisor of each task; --json an object a
 * transcript, of all splits and without a limit unless one is given.
 * @throws InputError for a run without transcripts of its results, and a name that no row has
 */
export async function showTranscripts(
  run: FinishedRun,
  kind: TranscriptKind,
  flags: ExampleFlags,
  io: Io,
): Promise<void> {
  const { task, supervisor, seed } = flags;
  refuseUnknown({ task, supervisor, seed }, run.results.outcomes);
  const evidence = await openEvidence(run.folder);
  const split = flags.json ? undefined : ("test" as const);
  const rows =
    evidence?.about.results === run.sha256
      ? await openTranscripts(run.folder, kind, { task, supervisor, seed, split })
      : null;
  if (rows === null) {
    throw new InputError(
      `--transcripts: run "${plain(run.results.study)}" has none; a study whose supervisors are ` +
        "protocols (decomposition, assisted, debate) writes them with its evidence",
    );
  }
  const limit = flags.limit ?? (flags.json ? Number.POSITIVE_INFINITY : 10);
  const width = columnsOf(io.stdout, io.env);
  const colors = colorsFor(io.stdout, io.env, flags.color);
  const shown = new Map<string, number>();
  for await (const row of rows) {
    const key = JSON.stringify([row.task, row.supervisor]);
    const before = shown.get(key) ?? 0;
    if (before >= limit) continue;
    shown.set(key, before + 1);
    const text = flags.json ? JSON.stringify(row) : transcriptLines(row, width, colors).join("\n");
    io.stdout.write(`${text}\n`);
  }
  if (shown.size === 0 && !flags.json) io.stdout.write("no such transcripts\n");
}
