// Finds finished runs and reads them back.

import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { complaint, didYouMean, InputError } from "@w2s/base";
import { type ResultsFile, readableResults } from "@w2s/lab";
import { parseJsonText } from "../study-file/json-text.js";
import { type RunRecord, recordFile } from "./schema.js";

export interface FinishedRun {
  readonly folder: string;
  readonly results: ResultsFile;
  /** Null where run.json is missing or not readable: the results stand without it. */
  readonly record: RunRecord | null;
  readonly finishedAt: Date;
}

/**
 * Reads the run in `folder`. @throws InputError when results.json is missing or not what it should
 * be.
 */
export async function readRun(folder: string, cwd: string): Promise<FinishedRun> {
  const path = join(folder, "results.json");
  const label = relative(cwd, path) || path;
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new InputError(`${label}: no results there; w2s ls lists the finished runs`, {
      cause: error,
    });
  });
  const json = parseJsonText(bytes, label);
  const parsed = readableResults.safeParse(json);
  if (!parsed.success) {
    const wrong = complaint(parsed.error.issues[0]!, json, "the file ");
    throw new InputError(`${label}: ${wrong}; run the study again`);
  }
  const record = await readRecord(folder);
  const finishedAt = record === null ? (await stat(path)).mtime : new Date(record.finishedAt);
  return { folder, results: parsed.data, record, finishedAt };
}

/** Every finished run below `root`, latest first; folders without results are passed over. */
export async function listRuns(root: string, cwd: string): Promise<FinishedRun[]> {
  const names = await readdir(root).catch(() => []);
  const runs = await Promise.all(
    names.map((name) => readRun(join(root, name), cwd).catch(() => undefined)),
  );
  return runs
    .filter((run) => run !== undefined)
    .sort((a, b) => b.finishedAt.getTime() - a.finishedAt.getTime());
}

/** The run that a user means: a folder, a name below `runs`, or the latest. @throws InputError. */
export async function findRun(which: string | undefined, cwd: string): Promise<FinishedRun> {
  const root = join(cwd, "runs");
  if (which === undefined) return latest(root, cwd);
  for (const folder of [resolve(cwd, which), join(root, which)]) {
    if (await stat(join(folder, "results.json")).catch(() => undefined))
      return readRun(folder, cwd);
  }
  const hint = didYouMean(which, await readdir(root).catch(() => []));
  throw new InputError(`unknown run "${which}"${hint || "; w2s ls lists the finished runs"}`);
}

async function latest(root: string, cwd: string): Promise<FinishedRun> {
  const [run] = await listRuns(root, cwd);
  if (run === undefined)
    throw new InputError("no finished run in ./runs; start one with w2s run STUDY");
  return run;
}

async function readRecord(folder: string): Promise<RunRecord | null> {
  const text = await readFile(join(folder, "run.json"), "utf8").catch(() => "null");
  try {
    return recordFile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
