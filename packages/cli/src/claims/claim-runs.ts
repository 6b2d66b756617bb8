// Finished runs as claims read them.

import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError, plain } from "@w2s/base";
import type { ClaimRun, Setting } from "@w2s/experiments";
import { type FinishedRun, listRuns } from "@w2s/lab";
import { worldNotes } from "@w2s/world";
import type { Io } from "../io.js";

/** @throws InputError for a path that is no folder: a slip must not read as "not run" */
export async function assertFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  const arrival = found === undefined ? "there is none" : "got a file";
  throw new InputError(`--runs: must be a folder of runs, ${arrival} at ${path}`);
}

/** The runs below the folders, latest first; of damaged ones stderr hears. */
export async function claimRuns(folders: readonly string[], io: Io): Promise<ClaimRun[]> {
  const hear = (message: string) => io.stderr.write(`${plain(message)}\n`);
  const runs: FinishedRun[] = [];
  for (const folder of folders) runs.push(...(await listRuns(folder, io.cwd, hear)));
  return runs.sort((a, b) => b.finishedAt.getTime() - a.finishedAt.getTime()).map(claimRun);
}

/** A run with what claims ask of it. */
export function claimRun(run: FinishedRun): ClaimRun {
  const { folder, results, sha256, finishedAt, record } = run;
  const { limit = null, only = [], set = [], seeds = null } = record?.options ?? {};
  return {
    study: results.study,
    folder: join(basename(dirname(folder)), basename(folder)),
    setting: settingOf(run),
    sha256,
    finishedAt: finishedAt.toISOString(),
    whole: limit === null && only.length === 0 && set.length === 0 && seeds === null,
    outcomes: results.outcomes,
  };
}

/** Studies on the world's tasks or models carry its notes, or were given models of the zoo. */
function settingOf({ results, record }: FinishedRun): Setting {
  const models = record?.options.model ?? [];
  const ofZoo = models.length > 0 && models.every((name) => name.startsWith("zoo:"));
  return ofZoo || results.notes.some((note) => worldNotes.includes(note)) ? "world" : "real";
}
