// Finds finished runs and reads them back.

import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { complaint, didYouMean, InputError, parseJsonText } from "@w2s/base";
import {
  inTodaysForm,
  type ResultsFile,
  readableResults,
  resultsFormat,
} from "../outcome/index.js";
import { sha256 } from "../store/index.js";
import { type RunRecord, runRecordSchema } from "./record.js";

/** A finished run, read back. */
export interface FinishedRun {
  readonly folder: string;
  readonly results: ResultsFile;
  /** SHA-256 of results.json. */
  readonly sha256: string;
  /**
   * Null where run.json is missing, not readable or of other results: the results stand without
   * it.
   */
  readonly record: RunRecord | null;
  /** Why a run.json that is there does not count; null where it does, or there is none. */
  readonly recordFault: string | null;
  readonly finishedAt: Date;
}

function parsedOf(bytes: Uint8Array, label: string): unknown {
  try {
    return parseJsonText(bytes, label);
  } catch (error) {
    throw new InputError(`${(error as Error).message}; run the study again`, { cause: error });
  }
}

/**
 * Reads the run in `folder`. @throws InputError when results.json is missing or not what it should
 * be.
 */
export async function readRun(folder: string, cwd: string): Promise<FinishedRun> {
  const path = join(folder, "results.json");
  const label = relative(cwd, path) || path;
  const bytes = await readFile(path).catch((error: unknown) => {
    const why = isMissing(error) ? "no results there" : cannotRead(error);
    if (why === undefined) throw error;
    throw new InputError(`${label}: ${why}; w2s ls lists the finished runs`, { cause: error });
  });
  const json = parsedOf(bytes, label);
  const parsed = readableResults.safeParse(json);
  if (!parsed.success) {
    const today = inTodaysForm(json);
    const wrong = complaint(parsed.error.issues[0]!, today, "the file ");
    const next = isNewer(json) ? "a newer w2s wrote it: use that one" : "run the study again";
    // Fields of an older format go by their names of today.
    const older = today === json ? "" : ", as it says an older format";
    throw new InputError(`${label}: ${wrong}${older}; ${next}`);
  }
  const hash = sha256(bytes);
  const found = await readRecord(folder, cwd, hash);
  const [record, recordFault] = typeof found === "string" ? [null, found] : [found, null];
  const finishedAt = record === null ? (await stat(path)).mtime : new Date(record.finishedAt);
  return { folder, results: parsed.data, sha256: hash, record, recordFault, finishedAt };
}

const isNewer = (json: unknown): boolean =>
  typeof json === "object" &&
  json !== null &&
  "format" in json &&
  typeof json.format === "number" &&
  json.format > resultsFormat;

/**
 * Every finished run below `root`, latest first. Folders without results are passed over; of
 * damaged results `onDamaged` hears a line. One is read after the other: there may be more of them
 * than files may be open.
 */
export async function listRuns(
  root: string,
  cwd: string,
  onDamaged: (message: string) => void = () => undefined,
): Promise<FinishedRun[]> {
  const runs: FinishedRun[] = [];
  for (const name of (await readdir(root).catch(() => [])).sort()) {
    if (!(await exists(join(root, name, "results.json")))) continue;
    await readRun(join(root, name), cwd).then(
      (run) => runs.push(run),
      (error: unknown) => onDamaged((error as Error).message),
    );
  }
  return runs.sort((a, b) => b.finishedAt.getTime() - a.finishedAt.getTime());
}

/** The run that a user means: a folder, a name below `runs`, or the latest. @throws InputError. */
export async function findRun(which: string | undefined, cwd: string): Promise<FinishedRun> {
  const root = join(cwd, "runs");
  if (which === undefined) return latest(root, cwd);
  const folders = which === "" ? [] : [resolve(cwd, which), join(root, which)];
  for (const folder of folders)
    if (await exists(join(folder, "results.json"))) return readRun(folder, cwd);
  // A folder whose results are gone is told so, not taken for a misspelt name.
  for (const folder of folders.toReversed()) if (await exists(folder)) return readRun(folder, cwd);
  const hint = didYouMean(which, await readdir(root).catch(() => []));
  throw new InputError(`unknown run "${which}"${hint || "; w2s ls lists the finished runs"}`);
}

async function latest(root: string, cwd: string): Promise<FinishedRun> {
  const [run] = await listRuns(root, cwd);
  if (run === undefined)
    throw new InputError("no finished run in ./runs; start one with w2s run STUDY");
  return run;
}

/** The record of the results with this hash; null where there is none, else what is wrong. */
async function readRecord(
  folder: string,
  cwd: string,
  results: string,
): Promise<RunRecord | string | null> {
  const path = join(folder, "run.json");
  const label = relative(cwd, path) || path;
  const bytes = await readFile(path).catch((error: unknown) => {
    const why = isMissing(error) ? null : cannotRead(error);
    if (why === undefined) throw error;
    return why;
  });
  if (bytes === null) return null;
  if (typeof bytes === "string") return `${label}: ${bytes}; left out`;
  try {
    const record = runRecordSchema.parse(parseJsonText(bytes, label));
    if (record.results === results) return record;
    return `${label}: is the record of other results than results.json beside it; left out`;
  } catch {
    return `${label}: is no record of a run; left out`;
  }
}

/** Why a file that is there is not read; undefined for what nobody foresaw. */
function cannotRead(error: unknown): string | undefined {
  const { code = "" } = error as { code?: string };
  if (code === "EISDIR") return "must be a file, got a folder";
  return code === "EACCES" || code === "EPERM" ? "may not be read" : undefined;
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as { code?: string }).code ?? "");
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
