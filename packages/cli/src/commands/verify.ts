// w2s verify: the sources' claims against finished runs. A claim that measurements contradict is a
// finding, and no failure of the command.

import { basename, join, relative, resolve } from "node:path";
import { didYouMean, InputError, plain } from "@w2s/base";
import {
  type ClaimsFile,
  claimsPage,
  claimsPath,
  experiments,
  readClaims,
  verifyClaims,
} from "@w2s/experiments";
import { assertFolder, claimRuns } from "../claims/claim-runs.js";
import { keptRecord, sinceOf } from "../claims/earlier.js";
import { changeLines, decidedLines, namedLines } from "../claims/lines.js";
import { type ExitCode, exitCode } from "../exit.js";
import { colorsFor, columnsOf, type Io } from "../io.js";
import { writeResult } from "../results/write-error.js";
import { runFolder } from "../results/write-run.js";
import { tell } from "../table/wrap.js";
import { onlyTexts } from "./plan-flags.js";
import { type RunFlags, run } from "./run.js";

/** What `w2s run` is told of studies that have no run yet, and: */
export interface VerifyFlags extends RunFlags {
  /** Folders of runs to read, the first of which `run` writes; empty: `runs`. */
  readonly runs: readonly string[];
  /** A file of claims; default: those of the sources. */
  readonly claims?: string;
  /** An earlier record, a run, or a folder of runs. */
  readonly since?: string;
  /** An earlier record, which stands for studies that have no run. */
  readonly keep?: string;
  /** Run the studies that have no run yet. */
  readonly run: boolean;
}

/**
 * Prints what became of the claims, and writes the page and the record of all of them.
 * @throws InputError for an unknown claim, a file of claims that is none, and as `w2s run`
 */
export async function verify(
  names: readonly string[],
  flags: VerifyFlags,
  io: Io,
): Promise<ExitCode> {
  const path = flags.claims === undefined ? claimsPath : resolve(io.cwd, flags.claims);
  const file = chosen(readClaims(path, Object.keys(experiments)), names);
  const folders = flags.runs.map((path) => resolve(io.cwd, path));
  const [folder = join(io.cwd, "runs"), ...others] = folders;
  for (const path of flags.run ? others : folders) await assertFolder(path);
  const since =
    flags.since === undefined ? undefined : await sinceOf(flags.since, file, folder, io);
  const kept = flags.keep === undefined ? undefined : await keptRecord(flags.keep, io.cwd);
  if (flags.run) {
    const code = await runMissing(file, [folder, ...others], flags, io);
    if (code !== exitCode.ok) return code;
  }
  const verified = verifyClaims(file, await claimRuns([folder, ...others], io), kept);
  const changes = since?.(verified);
  if (flags.json) {
    io.stdout.write(`${JSON.stringify({ ...verified, ...(changes ? { changes } : {}) })}\n`);
  } else {
    const width = columnsOf(io.stdout, io.env);
    const colors = colorsFor(io.stdout, io.env, flags.color);
    const look = { width, colors };
    const lines =
      names.length > 0 ? namedLines(file, verified, look) : decidedLines(verified, look);
    if (changes) lines.push("", ...changeLines(changes, plain(flags.since!), width));
    io.stdout.write(`${lines.join("\n")}\n`);
  }
  if (names.length > 0 && flags.out === undefined) return exitCode.ok;
  const page = flags.out === undefined ? join(folder, "claims.md") : resolve(io.cwd, flags.out);
  const record = `${page.replace(/\.md$/, "")}.json`;
  await writeResult(page, claimsPage(file, verified));
  await writeResult(record, `${JSON.stringify(verified, null, 2)}\n`);
  const [shownPage, shownRecord] = [page, record].map((each) => plain(relative(io.cwd, each)));
  io.stderr.write("\n");
  tell(io.stderr, `written to ${shownPage}, its record for --since: ${shownRecord}`, io);
  return exitCode.ok;
}

/** The claims of these names, or all. @throws InputError for a name that there is not */
function chosen(file: ClaimsFile, names: readonly string[]): ClaimsFile {
  const known = file.claims.map(({ id }) => id);
  for (const name of names) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) || `; w2s verify lists them`;
    throw new InputError(`unknown claim "${name}"${hint}`);
  }
  if (names.length === 0) return file;
  return { ...file, claims: file.claims.filter(({ id }) => names.includes(id)) };
}

/** Runs the claims' studies that are there and have no run, one after the other. */
async function runMissing(
  file: ClaimsFile,
  folders: readonly string[],
  flags: VerifyFlags,
  io: Io,
): Promise<ExitCode> {
  const folder = folders[0]!;
  const ran = (await claimRuns(folders, io)).map(({ study }) => study);
  const { limit } = flags;
  const part = { only: onlyTexts(flags.only), ...(limit === undefined ? {} : { limit }) };
  const asked = new Set(file.claims.flatMap(({ check }) => (check ? [check.study] : [])));
  for (const study of Object.keys(experiments)) {
    if (!asked.has(study) || ran.includes(study)) continue;
    const out = join(folder, basename(runFolder(folder, study, part)));
    // The claims' table is what stdout is for.
    const code = await run(study, { ...flags, out, json: false }, { ...io, stdout: io.stderr });
    if (code !== exitCode.ok) return code;
  }
  return exitCode.ok;
}
