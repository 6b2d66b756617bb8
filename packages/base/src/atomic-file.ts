// Files that are there whole or not at all, whatever is killed meanwhile: a draft beside the place,
// flushed, then renamed in, then the folder flushed. Our own instead of write-file-atomic: that
// takes the content as one text or buffer, and a model's checkpoint is written array by array; and
// it flushes the file, not the folder whose entry the rename changes.

import { randomUUID } from "node:crypto";
import { open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "./make-folder.js";

/** What a file is to hold: one text or buffer, or pieces of a text that are asked for in turn. */
export type FileContent = string | Uint8Array | Iterable<string>;

/**
 * Puts `content` at `path`, in place of what lay there; makes the folder where there is none.
 * @throws what the file system throws; then what lay there still does, and no draft is left
 */
export async function writeFileWhole(path: string, content: FileContent): Promise<void> {
  await replaceFile(path, (draft) => writeFile(draft, content, { flag: "wx" }));
}

/**
 * The same for a content that `write` puts into a new file at the path it is given, in parts.
 * @throws what `write` or the file system throws; then what lay at `path` still does
 */
export async function replaceFile(
  path: string,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${path}.${process.pid}-${randomUUID().slice(0, 8)}.tmp`;
  await makeFolder(dirname(path));
  try {
    await write(draft);
    await flush(draft, "r+");
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  // Windows opens no folders and some file systems flush none: the file itself is safe already.
  await flush(dirname(path), "r").catch(() => undefined);
}

/** Deletes what killed writers left beside `path`; only while nobody else writes it. */
export async function removeDrafts(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const drafts = names.filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith(".tmp"),
  );
  for (const name of drafts) await rm(join(dirname(path), name), { force: true });
}

async function flush(path: string, flags: "r" | "r+"): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
