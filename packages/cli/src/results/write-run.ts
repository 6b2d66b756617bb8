// What a run found: results.json, results.csv and run.json in its folder, each whole or not at all.

import { mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError, InternalError } from "@w2s/base";
import type { RunRecord } from "@w2s/lab";
import { type ResultsFile, resultsFormat } from "@w2s/lab";
import { sha256 } from "@w2s/lab/engine";
import { outcomesCsv } from "./outcome-csv.js";
import { cannotWrite, writeResult } from "./write-error.js";

/**
 * A run's folder where none is given: `runs/<study>`; what a path cannot hold becomes "-". A part
 * of a study, and a quick trial of `limit` rows, have folders of their own,
 * `runs/<study>-only-<names>` and `runs/<study>-limit-<n>`: they must not take the place of the
 * whole study's results.
 */
export function runFolder(
  cwd: string,
  study: string,
  { out, limit, only = [] }: RunPart = {},
): string {
  if (out !== undefined) return resolve(cwd, out);
  const names = only.map((part) => pathName(part.slice(part.indexOf("=") + 1)));
  const parts = [
    ...(names.length === 0 ? [] : [`only-${names.join("-")}`]),
    ...(limit === undefined ? [] : [`limit-${limit}`]),
  ];
  return join(cwd, "runs", [pathName(study) || "study", ...parts].join("-"));
}

/** Which part of a study a run is of, and where its results go. */
export interface RunPart {
  readonly out?: string;
  readonly limit?: number;
  /** As the command line has them: "task=sst2". */
  readonly only?: readonly string[];
}

const pathName = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+/, "");

/**
 * Fails before the work rather than after it. @throws InputError when the folder cannot be made or
 * written.
 */
export async function assertFolderUsable(
  folder: string,
  { what = "results", option = "--out DIR" } = {},
): Promise<void> {
  for (let place = folder; ; place = dirname(place)) {
    const found = await stat(place).catch((error: unknown) => {
      const { code = "" } = error as { code?: string };
      if (!["ENOENT", "ENOTDIR"].includes(code)) throw unusable(folder, error, option);
    });
    if (found === undefined && place !== dirname(place)) continue;
    if (!found?.isDirectory()) {
      throw new InputError(
        `${folder}: ${what} need a folder, ${place} is a file; name another with ${option}`,
      );
    }
    return tryPlace(place).catch((error: unknown) => {
      throw cannotWrite(folder, error, option);
    });
  }
}

/** Makes a folder there and takes it away again: permissions alone do not tell. */
async function tryPlace(place: string): Promise<void> {
  await rmdir(await mkdtemp(join(place, ".w2s-")));
}

function unusable(folder: string, error: unknown, option: string): Error {
  const { code } = error as { code?: string };
  if (code !== "ENAMETOOLONG") return cannotWrite(folder, error, option);
  return new InputError(
    `${folder}: is a longer name than the disk can hold; name another with ${option}`,
  );
}

/**
 * Writes the results and their record, with the hash of the results that it belongs to; returns
 * both. The report comes after the evidence that it shows.
 */
export async function writeRun(
  folder: string,
  found: Omit<ResultsFile, "format">,
  record: Omit<RunRecord, "format" | "study" | "results" | "seeds">,
): Promise<{ results: ResultsFile; record: RunRecord }> {
  const { study, outcomes } = found;
  const file: ResultsFile = { format: resultsFormat, ...found };
  const results = resultsText(file);
  const seeds = [...new Set(outcomes.flatMap((outcome) => outcome.seeds))].sort((a, b) => a - b);
  const full: RunRecord = { format: 1, study, ...record, seeds, results: sha256(results) };
  await writeResult(join(folder, "results.json"), results);
  await writeResult(join(folder, "results.csv"), outcomesCsv(outcomes));
  await writeResult(join(folder, "run.json"), json(full));
  return { results: file, record: full };
}

/** What ran, for people too; then an outcome a line: curves alone are a million numbers. */
function resultsText({ outcomes, ...about }: ResultsFile): string {
  const head = json(about).replace(/\n\}\n$/, ",\n");
  const lines = outcomes.map((outcome) => `\n${JSON.stringify(outcome, finite)}`);
  return `${head}  "outcomes": [${lines.join(",")}\n  ]\n}\n`;
}

const json = (value: unknown): string => `${JSON.stringify(value, finite, 2)}\n`;

/** JSON would write NaN as null, and a reader would take it for "none". */
function finite(key: string, item: unknown): unknown {
  if (typeof item === "number" && !Number.isFinite(item)) {
    throw new InternalError(`results: ${key} must be a finite number, got ${item}`);
  }
  return item;
}
