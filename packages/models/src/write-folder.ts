// Writes a folder whole or not at all: into one beside its place, which is then renamed. Its
// manifest names its files, so that only a folder that was written here is ever replaced.

import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import { InputError } from "@w2s/base";
import { z } from "zod";

/** The file that names all files of a folder that was written here. */
export const manifestFile = "w2s-files.json";

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
): Promise<void> {
  assertFolderFree(folder, { overwrite });
  const target = resolve(folder);
  await mkdir(dirname(target), { recursive: true });
  await sweepDrafts(target);
  const draft = siblingOf(target, "draft");
  try {
    await mkdir(draft);
    await write(draft);
    const files = [manifestFile, ...(await readdir(draft))].sort();
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
 * Whether a folder may be written at this path, asked before the work.
 * @throws InputError when a file lies there, when it is the current folder, the home folder or one
 * that holds them, when it has files in it and `overwrite` is false, and when they are not the
 * files of a folder that was written here.
 */
export function assertFolderFree(
  folder: string,
  { overwrite = false, cwd = process.cwd() }: { overwrite?: boolean; cwd?: string } = {},
): void {
  const target = resolve(cwd, folder);
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!statSync(target, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError(`${folder}: a file lies there; name another folder`);
  const held = [cwd, homedir()].find((place) => holds(target, place));
  if (held !== undefined) {
    throw new InputError(`${folder}: must be a folder of its own, got one that holds ${held}`);
  }
  const names = readdirSync(target);
  if (names.length === 0) return;
  if (!overwrite) {
    throw new InputError(
      `${folder}: has files in it; name another folder, or replace it (overwrite)`,
    );
  }
  const foreign = foreignIn(target, names);
  if (foreign === undefined) return;
  throw new InputError(
    `${folder}: only a folder that w2s wrote is replaced, and ${foreign}; name another folder, ` +
      "or remove this one",
  );
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

/** Whether `place` is the folder or lies in it, links followed. */
function holds(folder: string, place: string): boolean {
  const [outer, inner] = [folder, place].map(realPath) as [string, string];
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

const manifest = z.object({ format: z.literal(1), files: z.array(z.string()) });

/** What in the folder is not of a folder that was written here; undefined when all of it is. */
function foreignIn(folder: string, names: readonly string[]): string | undefined {
  const own = ownFiles(folder, names);
  if (own === undefined) return `this one has no ${manifestFile}`;
  const foreign = names.toSorted().find((name) => !own(name) || !isFile(join(folder, name)));
  return foreign === undefined ? undefined : `"${foreign}" is not of its making`;
}

function ownFiles(
  folder: string,
  names: readonly string[],
): ((name: string) => boolean) | undefined {
  if (names.includes(manifestFile)) {
    const read = manifest.safeParse(jsonIn(join(folder, manifestFile)));
    return read.success ? (name) => read.data.files.includes(name) : undefined;
  }
  const readme = join(folder, "README.md");
  if (!isFile(readme) || !readFileSync(readme, "utf8").startsWith(earlierTitle)) return undefined;
  return (name) => earlierFiles.test(name);
}

/** What earlier versions, which wrote no manifest, wrote for a trained student. */
const earlierTitle = "# A student trained by w2s\n";
const earlierFiles =
  /^(README\.md|config\.json|model\.(safetensors|onnx)|modeling_w2s\.py|tokenizer[\w.]*|(special_tokens_map|added_tokens|vocab|generation_config)\.json|(vocab|merges)\.txt|[\w.-]+\.jinja)$/;

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
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

function hostLabel(): string {
  return hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // Signal 0 only asks.
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
