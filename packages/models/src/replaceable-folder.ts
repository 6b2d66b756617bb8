// Which folders may be written: new or empty ones, and of those with files in them only what a
// manifest says was written here. No other folder is ever replaced.

import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { homeFolder, InputError } from "@w2s/base";
import { z } from "zod";

/** The file that names all files of a folder that was written here. */
export const manifestFile = "w2s-files.json";

/**
 * Whether a folder may be written at this path, asked before the work.
 * @throws InputError when a file lies there or above it, when it may not be read, when it is the
 * current folder, the home folder or one that holds them, when it has files in it and `overwrite`
 * is false, and when they are not the files of a folder that was written here.
 */
export function assertFolderFree(
  folder: string,
  { overwrite = false, cwd = process.cwd() }: { overwrite?: boolean; cwd?: string } = {},
): void {
  const target = resolve(cwd, folder);
  try {
    assertFree(folder, target, overwrite, cwd);
  } catch (error) {
    throw placeFault(folder, error);
  }
}

/** What the file system refuses of a folder's place, by the folder; other failures as they are. */
export function placeFault(folder: string, error: unknown): unknown {
  const { code = "" } = error as { readonly code?: string };
  const words = refused[code];
  if (words === undefined) return error;
  return new InputError(`${folder}: ${words}; name another folder`, { cause: error });
}

const noFolder = "no folder can be made there";
const noAccess = "it, or the folder above it, may not be read or written";
const refused: Readonly<Record<string, string>> = {
  ENOTDIR: "a file lies where a folder above it must be",
  EEXIST: "a file lies where a folder above it must be",
  ENOENT: noFolder,
  ENOTSUP: noFolder,
  EINVAL: noFolder,
  EACCES: noAccess,
  EPERM: noAccess,
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "it is a longer name than the disk can hold",
  ELOOP: "its links lead in a circle",
};

function assertFree(folder: string, target: string, overwrite: boolean, cwd: string): void {
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!statSync(target, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError(`${folder}: a file lies there; name another folder`);
  const held = [cwd, homeFolder()].find((place) => holds(target, place));
  if (held !== undefined) {
    throw new InputError(`${folder}: must be a folder of its own, got one that holds ${held}`);
  }
  const names = readdirSync(target);
  if (names.length === 0) return;
  const foreign = foreignIn(target, names);
  if (foreign === undefined) {
    if (overwrite) return;
    throw new InputError(
      `${folder}: an earlier command of w2s wrote it; name another folder, or replace it with ` +
        "--overwrite (in code: overwrite)",
    );
  }
  if (!overwrite) throw new InputError(`${folder}: has files in it; name another folder`);
  throw new InputError(
    `${folder}: only a folder that w2s wrote is replaced, and ${foreign}; name another folder, ` +
      "or remove this one",
  );
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
  const foreign = filesIn(folder).find((name) => !own(name) || !isFile(join(folder, name)));
  return foreign === undefined ? undefined : `"${foreign}" is not of its making`;
}

/**
 * The files of a folder and of those in it, sorted, as "sub/file"; what is neither file nor folder
 * is listed, too, and so is an empty folder.
 */
export function filesIn(folder: string, under = ""): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const inner = entry.isDirectory()
        ? filesIn(join(folder, entry.name), `${under}${entry.name}/`)
        : [];
      return inner.length > 0 ? inner : [`${under}${entry.name}`];
    })
    .sort();
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
  return (name) => earlierFiles.some((form) => form.test(name));
}

/** What earlier versions, which wrote no manifest, wrote for a trained student. */
const earlierTitle = "# A student trained by w2s\n";
const earlierFiles = [
  /^(README\.md|config\.json|model\.(safetensors|onnx)|modeling_w2s\.py|tokenizer[\w.]*)$/,
  /^(special_tokens_map|added_tokens|vocab|generation_config)\.json$/,
  /^(vocab|merges)\.txt$|^[\w.-]+\.jinja$/,
];

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
