// Folders with those above them. Node's own recursive mkdir says ENOENT where the disk is
// read-only, and never ends below /proc, where a folder is there and none can be made in it.

import { mkdirSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it; one that is there stays.
 * @throws what the file system throws; ENOTSUP where the folder above is there and none can be made
 * in it
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (isThere(error, path)) return;
    if (!lacksParent(error, path)) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((again: unknown) => {
      if (!isThere(again, path)) throw refusal(again, path);
    });
  }
}

/** The same, before anything else is done. */
export function makeFolderSync(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isThere(error, path)) return;
    if (!lacksParent(error, path)) throw error;
    makeFolderSync(dirname(path));
    try {
      mkdirSync(path);
    } catch (again) {
      if (!isThere(again, path)) throw refusal(again, path);
    }
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** A file under that name is no folder. */
const isThere = (error: unknown, path: string) =>
  codeOf(error) === "EEXIST" && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const lacksParent = (error: unknown, path: string) =>
  codeOf(error) === "ENOENT" && dirname(path) !== path;

function refusal(error: unknown, path: string): unknown {
  if (codeOf(error) !== "ENOENT") return error;
  const cause = new Error(`no folder can be made at ${path}`, { cause: error });
  return Object.assign(cause, { code: "ENOTSUP" });
}
