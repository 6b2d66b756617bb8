// w2s init: a first study that runs as it is, or one of a user's own data, as a project that an
// editor understands, in a folder that may have other things in it.

import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { InputError, plain, writeNewFiles } from "@w2s/base";
import { type ExitCode, exitCode } from "../exit.js";
import { firstStudyFiles } from "../first-study/files.js";
import { projectFiles } from "../first-study/project.js";
import type { Io } from "../io.js";
import { ownStudy } from "../own-study/own-study.js";
import { cannotWrite } from "../results/write-error.js";
import { shellWord } from "../shell-word.js";

export interface InitFlags {
  /** A file with a user's own data. */
  readonly from?: string;
}

/**
 * Writes the files of a first study, or of a study of the user's own data, and what makes a project
 * of the folder.
 * @throws InputError before anything is written when one of the study's files is there.
 */
export async function init(
  dir: string | undefined,
  { from }: InitFlags,
  io: Io,
): Promise<ExitCode> {
  const folder = resolve(io.cwd, dir ?? ".");
  const own = from === undefined ? undefined : await ownStudy(from, io.cwd, folder);
  const files = own === undefined ? firstStudyFiles() : { [own.file]: own.text };
  const study = own?.file ?? "first.study.ts";
  await assertFree(folder, Object.keys(files), io);
  const project = projectFiles(folder, study);
  const kept = (await readdir(folder).catch(() => [])).filter((name) => name in project);
  const all = Object.entries({ ...files, ...project }).filter(([name]) => !kept.includes(name));
  await writeNewFiles(folder, all).catch((error: unknown) => {
    throw cannotWrite(folder, error, "w2s init DIR");
  });
  const place = relative(io.cwd, folder);
  const path = plain(place === "" ? study : `${place}/${study}`.replaceAll("\\", "/"));
  const lines = [
    ...(own?.lines ?? []),
    `wrote ${all.map(([name]) => name).join(", ")}${place === "" ? "" : ` into ${plain(place)}`}` +
      (kept.length === 0 ? "" : `; kept ${kept.join(", ")}`),
    ...(own === undefined ? [] : [`check the task in ${path}: its columns were guessed`]),
    ...(own?.hindered === undefined ? [] : [`it does not run as it stands: ${own.hindered}`]),
    `${own?.hindered === undefined ? "next" : "then"}: npx w2s run ${shellWord(path)}`,
  ];
  io.stdout.write(`${lines.map((line) => plain(line)).join("\n")}\n`);
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
