// What --since names: the record of an earlier verification, a run, or a folder of runs.

import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checkJson, InputError } from "@w2s/base";
import {
  type ClaimChange,
  type ClaimsFile,
  claimChanges,
  type Verified,
  verifiedSchema,
  verifyClaims,
} from "@w2s/experiments";
import { readRun } from "@w2s/lab";
import type { Io } from "../io.js";
import { claimRun, claimRuns } from "./claim-runs.js";

const readRecord = async (path: string, shown: string): Promise<Verified> =>
  checkJson(shown, await readFile(path, "utf8"), verifiedSchema);

/** The record of an earlier verification that --keep names. @throws InputError for what is none */
export async function keptRecord(shown: string, cwd: string): Promise<Verified> {
  const path = resolve(cwd, shown);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return readRecord(path, shown);
  throw new InputError(`--keep: must be a record that w2s verify wrote, got "${shown}"`);
}

/** Tells what changed from there to now. */
export type Since = (now: Verified) => ClaimChange[];

/**
 * Reads what `since` names, from this folder or from that of the runs. Of one run its study alone
 * is compared, in its setting. @throws InputError for what is none of these
 */
export async function sinceOf(
  since: string,
  file: ClaimsFile,
  runs: string,
  io: Io,
): Promise<Since> {
  for (const path of [resolve(io.cwd, since), join(runs, since)]) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) {
      const before = await readRecord(path, since);
      const ids = new Set(file.claims.map(({ id }) => id));
      const claims = before.claims.filter(({ id }) => ids.has(id));
      return (now) => claimChanges({ ...before, claims }, now);
    }
    if (found === undefined) continue;
    if (await stat(join(path, "results.json")).catch(() => undefined)) {
      return sinceRun(path, file, io);
    }
    const earlier = await claimRuns([path], io);
    if (earlier.length > 0) return (now) => claimChanges(verifyClaims(file, earlier), now);
  }
  throw new InputError(
    `--since: must be a record that w2s verify wrote, a run, or a folder of runs, got "${since}"`,
  );
}

async function sinceRun(folder: string, file: ClaimsFile, io: Io): Promise<Since> {
  const run = claimRun(await readRun(folder, io.cwd));
  const own = file.claims.filter(({ check }) => check?.study === run.study);
  const before = verifyClaims({ ...file, claims: own }, [run]);
  return (now) =>
    claimChanges(before, {
      ...now,
      claims: now.claims.filter(({ id }) => own.some((claim) => claim.id === id)),
    }).filter(({ setting }) => setting === run.setting);
}
