// w2s init: a first study that runs as it is, in a folder that may have other things in it.

import { mkdir, open, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { InputError, plain } from "@w2s/base";
import { type ExitCode, exitCode } from "../exit.js";
import { firstStudyFiles } from "../first-study/files.js";
import type { Io } from "../io.js";
import { cannotWrite } from "../results/write-error.js";

/**
 * Writes the files of a first study. @throws InputError before anything is written when one of them
 * is there.
 */
export async function init(dir: string | undefined, io: Io): Promise<ExitCode> {
  const folder = resolve(io.cwd, dir ?? ".");
  const files = firstStudyFiles();
  await assertFree(folder, Object.keys(files), io);
  for (const [name, text] of Object.entries(files)) await writeNew(join(folder, name), text);
  const place = relative(io.cwd, folder);
  const enter = place === "" ? "" : `cd ${place} && `;
  io.stdout.write(
    `wrote ${Object.keys(files).join(", ")}${place === "" ? "" : ` into ${plain(place)}`}\n`,
  );
  io.stdout.write(`next: ${enter}w2s run first.study.ts\n`);
  return exitCode.ok;
}

async function assertFree(folder: string, names: readonly string[], io: Io): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  const label = relative(io.cwd, folder) || ".";
  if (found !== undefined && !found.isDirectory())
    throw new InputError(`${label}: must be a folder, got a file`);
  for (const name of names) {
    if ((await stat(join(folder, name)).catch(() => undefined)) === undefined) continue;
    throw new InputError(
      `${join(label, name)}: is there already, and init overwrites nothing; name another folder`,
    );
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await mkdir(resolve(path, ".."), { recursive: true });
    const file = await open(path, "wx");
    await file.writeFile(text).finally(() => file.close());
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
