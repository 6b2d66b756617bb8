// Writes a folder whole or not at all: into one beside its place, which is then renamed. Its
// manifest names its files, so that only a folder that was written here is ever replaced.

import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { hostLabel, isAlive, makeFolder } from "@w2s/base";
import { assertFolderFree, filesIn, manifestFile, placeFault } from "./replaceable-folder.js";

/**
 * Lets `write` fill a folder beside `folder`, and gives it that name once it is whole, with a
 * manifest of its files.
 * @throws InputError as `assertFolderFree`; whatever `write` throws, and then nothing is left
 * behind and what lay there still does.
 */
export async function writeFolder(
  folder: string,
  overwrite: boolean,
  write: (draft: string) => Promise<void>,
  cwd = process.cwd(),
): Promise<void> {
  assertFolderFree(folder, { overwrite, cwd });
  // Where a link leads, which may be another disk: the link stays.
  const named = resolve(cwd, folder);
  const target = existsSync(named) ? realpathSync(named) : named;
  const draft = siblingOf(target, "draft");
  try {
    await makeFolder(dirname(target));
    await sweepDrafts(target);
    await mkdir(draft);
  } catch (error) {
    throw placeFault(folder, error);
  }
  try {
    await write(draft);
    const files = [manifestFile, ...filesIn(draft)].sort();
    await writeFile(
      join(draft, manifestFile),
      `${JSON.stringify({ format: 1, files }, null, 2)}\n`,
    );
    await publish(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A folder that is replaced steps aside first, and comes back when the new one cannot have its
 * name: until then nothing is deleted.
 */
export async function publish(
  draft: string,
  target: string,
  move: typeof rename = rename,
): Promise<void> {
  if (!existsSync(target) || readdirSync(target).length === 0) return move(draft, target);
  const old = siblingOf(target, "old");
  await move(target, old);
  try {
    await move(draft, target);
  } catch (error) {
    await move(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true }).catch(() => undefined);
}

/** A name beside the folder that says whose it is. */
function siblingOf(target: string, purpose: string): string {
  const owner = `${hostLabel()}~${process.pid}~${randomUUID().slice(0, 8)}`;
  return join(dirname(target), `.${basename(target)}.${purpose}-${owner}`);
}

/** Removes the drafts of this folder that processes of this machine left when they were killed. */
async function sweepDrafts(target: string): Promise<void> {
  const start = `.${basename(target)}.draft-${hostLabel()}~`;
  for (const name of await readdir(dirname(target))) {
    const [, pid] = name.startsWith(start)
      ? (/^(\d+)~\w{8}$/.exec(name.slice(start.length)) ?? [])
      : [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(dirname(target), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
