// Finished runs as claims read them.

import { relative } from "node:path";
import { plain } from "@w2s/base";
import type { ClaimRun, Setting } from "@w2s/experiments";
import { worldNotes } from "@w2s/world";
import type { Io } from "../io.js";
import { type FinishedRun, listRuns } from "../results/read-run.js";

/** The runs below a folder, latest first; of damaged ones stderr hears. */
export async function claimRuns(folder: string, io: Io): Promise<ClaimRun[]> {
  const runs = await listRuns(folder, io.cwd, (message) => io.stderr.write(`${plain(message)}\n`));
  return runs.map((run) => claimRun(run, io));
}

/** A run with what claims ask of it. */
export function claimRun(run: FinishedRun, io: Io): ClaimRun {
  const { folder, results, sha256, finishedAt, record } = run;
  const { limit = null, only = [], set = [], seeds = null } = record?.options ?? {};
  return {
    study: results.study,
    folder: relative(io.cwd, folder) || ".",
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
