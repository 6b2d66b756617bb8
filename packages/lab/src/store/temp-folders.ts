// Folders for work in progress: `<store>/tmp/<host>~<process>~<random>`. A process that dies leaves
// them behind; the next one that opens the store sweeps them, and tells by the name whose they are.
// What has no name of ours is never touched.

import { lstat, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "@w2s/base";
import { isGone, isOwnerName, ownerName } from "./owner.js";
import { isStepName } from "./step-name.js";

/**
 * After this long without a change a folder is abandoned, whatever its name says: no step takes a
 * day to write.
 */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** Makes a new empty folder in `root` that carries this process's name. */
export async function makeTempFolder(root: string): Promise<string> {
  const folder = join(root, ownerName());
  await makeFolder(folder);
  return folder;
}

/**
 * The time, in ms since the epoch, by the clock that dates the files in `root`: this machine's may
 * be wrong, and a file server has its own. 0, at which nothing is old, where none can be written.
 */
export async function diskTime(root: string): Promise<number> {
  const probe = join(root, ownerName());
  try {
    await writeFile(probe, "");
    return (await stat(probe)).mtimeMs;
  } catch {
    return 0;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/**
 * Removes what dead processes left in `root` under names of ours, once `finish` did what was left
 * to do with it; what cannot be removed (a read-only disk) stays and does no harm.
 */
export async function sweepTempFolders(
  root: string,
  now: number,
  finish: (folder: string) => Promise<void> = async () => undefined,
): Promise<void> {
  for (const name of (await namesIn(root)).filter(isOwnerName)) {
    const folder = join(root, name);
    if (await isAbandoned(folder, name, now)) {
      await finish(folder);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/**
 * Removes the work in progress of steps that nobody went on with for two weeks: neither wrote
 * anything in its folder, however deep, nor held it (what lies beside it under its name).
 */
export async function sweepScratch(root: string, now: number): Promise<void> {
  const names = await namesIn(root);
  for (const name of names.filter(isStepName)) {
    const since = now - 14 * abandonedAfterMs;
    const beside = names.filter((one) => one.startsWith(`${name}.`));
    const held = await Promise.all(beside.map((one) => changedSince(join(root, one), since)));
    if (held.includes(true) || (await changedSince(join(root, name), since))) continue;
    await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whether a file, or anything in a folder, was written since; unseen things may have been. */
async function changedSince(path: string, since: number): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || found.mtimeMs >= since) return true;
  if (!found.isDirectory()) return false;
  for (const name of await namesIn(path))
    if (await changedSince(join(path, name), since)) return true;
  return false;
}

/** A folder of another host is judged by its age alone: we cannot see that host's processes. */
async function isAbandoned(folder: string, name: string, now: number): Promise<boolean> {
  if (isGone(name)) return true;
  const changed = await stat(folder).catch(() => undefined);
  return changed !== undefined && now - changed.mtimeMs > abandonedAfterMs;
}

async function namesIn(root: string): Promise<string[]> {
  return readdir(root).catch(() => []);
}
