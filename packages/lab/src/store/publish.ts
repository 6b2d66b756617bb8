// Puts a finished folder into its place with one rename: whole or not at all, whoever else is
// writing.

import { open, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "@w2s/base";
import { codeOf } from "./store-error.js";

/**
 * Renames `folder` to `place`. Where something lies there already, `keepExisting` says whether it
 * is sound: if so `folder` stays where it is, for the caller to drop; if not it must have moved the
 * other away. What is not durable is not flushed to the disk.
 */
export async function publish(
  folder: string,
  place: string,
  keepExisting: () => Promise<boolean>,
  isDurable = true,
): Promise<void> {
  const flush = isDurable ? flushFolder : async () => undefined;
  await makeFolder(dirname(place));
  await flush(folder);
  try {
    await rename(folder, place);
  } catch (error) {
    if (await isDone(error, folder, place)) return;
    if (!isTaken(error) || !(await exists(place))) throw error;
    if (await keepExisting()) return;
    await rename(folder, place).catch((again: unknown) => {
      // A third process was faster, and its step is as good as ours.
      if (!isTaken(again)) throw again;
    });
  }
  await flush(dirname(place));
}

/** Whether anything lies at the path. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Whether the rename was done after all: a client of a network disk that lost the answer asks again
 * and hears that nothing is there to be renamed.
 */
async function isDone(error: unknown, folder: string, place: string): Promise<boolean> {
  return codeOf(error) === "ENOENT" && !(await exists(folder)) && (await exists(place));
}

/** What a rename onto a filled folder says: Linux ENOTEMPTY, others EEXIST, Windows EPERM. */
function isTaken(error: unknown): boolean {
  return ["ENOTEMPTY", "EEXIST", "EPERM"].includes(codeOf(error) ?? "");
}

/**
 * Makes names last through a power cut. Windows cannot open folders, some file systems refuse:
 * hashes guard us.
 */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
