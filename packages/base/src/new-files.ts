// Several new files, all of them or none: what a command writes that overwrites nothing, and is
// asked for again where the disk was full.

import { open, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { makeFolder } from "./make-folder.js";

/**
 * Writes files that are not there yet, by their paths in the folder, which is made where there is
 * none.
 * @throws what the file system throws, EEXIST where one is there; then none of them is left
 */
export async function writeNewFiles(
  folder: string,
  files: Iterable<readonly [name: string, text: string]>,
): Promise<void> {
  const made: string[] = [];
  try {
    for (const [name, text] of files) {
      const path = join(folder, name);
      await makeFolder(dirname(path));
      const file = await open(path, "wx");
      made.push(path);
      await file.writeFile(text).finally(() => file.close());
    }
  } catch (error) {
    for (const path of made) await rm(path, { force: true }).catch(() => undefined);
    await removeEmpty(folder, files);
    throw error;
  }
}

/** Folders below `folder` that were for these files, where nothing lies in them. */
async function removeEmpty(
  folder: string,
  files: Iterable<readonly [string, string]>,
): Promise<void> {
  const within = new Set([...files].map(([name]) => dirname(join(folder, name))));
  for (const path of within) {
    if (relative(folder, path) !== "") await rmdir(path).catch(() => undefined);
  }
}
