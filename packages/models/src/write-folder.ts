// Writes a folder whole or not at all: into one beside its place, which is then renamed.

import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "@w2s/base";

/**
 * Lets `write` fill a folder beside `folder`, and gives it that name once it is whole.
 * @throws InputError when `folder` has files in it and may not be replaced; whatever `write`
 * throws, and then nothing is left behind.
 */
export async function writeFolder(
  folder: string,
  overwrite: boolean,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  const target = resolve(folder);
  const isTaken = existsSync(target) && readdirSync(target).length > 0;
  if (isTaken && !overwrite)
    throw new InputError(`${folder}: has files in it; name another folder`);
  await mkdir(dirname(target), { recursive: true });
  const draft = siblingOf(target, "draft");
  try {
    await mkdir(draft);
    await write(draft);
    await publish(draft, target, isTaken);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A folder that is replaced steps aside first: until the new one has its name, nothing is deleted.
 */
async function publish(draft: string, target: string, isTaken: boolean): Promise<void> {
  if (!isTaken) return rename(draft, target);
  const old = siblingOf(target, "old");
  await rename(target, old);
  await rename(draft, target);
  await rm(old, { recursive: true });
}

function siblingOf(target: string, purpose: string): string {
  return join(dirname(target), `.${basename(target)}.${purpose}-${randomUUID().slice(0, 8)}`);
}
