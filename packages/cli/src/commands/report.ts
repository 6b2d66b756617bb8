// w2s report: a finished run as a chart and words here, and as a page to look at and hand on.

import { join, relative } from "node:path";
import { plain } from "@w2s/base";
import type { Figure, RunRecord } from "@w2s/lab";
import { findRun } from "@w2s/lab";
import type { ExitCode } from "../exit.js";
import type { Io } from "../io.js";
import { prepareDrawing } from "../results/png.js";
import { tellLeftOut } from "../results/tell-report.js";
import { cannotWrite, isSystemError, RunError } from "../results/write-error.js";
import { writeReport } from "../results/write-report.js";
import { type StoryFlags, storyLines } from "../story.js";
import { tell } from "../table/wrap.js";

/**
 * Writes report.html and its figures beside the run's results. A study file's own figures are drawn
 * by `w2s run` alone; an experiment's are at hand.
 * @throws InputError for no such run, or damaged results
 */
export async function report(
  which: string | undefined,
  flags: StoryFlags,
  io: Io,
): Promise<ExitCode> {
  prepareDrawing();
  const { folder, results, record, recordFault, sha256 } = await findRun(which, io.cwd);
  if (recordFault !== null) io.stderr.write(`${plain(recordFault)}\n`);
  const own = await experimentFigures(record);
  const written = await writeReport(folder, results, { record, sha256, own }).catch((error) => {
    // Nothing names another place for a report than its run's.
    throw error instanceof RunError && isSystemError(error.cause)
      ? cannotWrite(join(folder, "report.html"), error.cause, null)
      : error;
  });
  const { notes, leftOut } = written;
  for (const note of notes) io.stderr.write(`${note}\n`);
  io.stdout.write(`${storyLines(results, flags, io).join("\n")}\n`);
  const place = relative(io.cwd, folder) || ".";
  io.stderr.write("\n");
  tell(io.stderr, `written to ${plain(place)}: ${plain(join(place, "report.html"))}, figures`, io);
  return tellLeftOut(leftOut, io);
}

async function experimentFigures(record: RunRecord | null): Promise<readonly Figure[]> {
  if (record === null) return [];
  const { experiments, nothingGiven } = await import("@w2s/experiments");
  const named = Object.values(experiments).find(({ name }) => name === record.studyFile.path);
  return named?.study(nothingGiven).figures ?? [];
}
