// Which of a set's releases lies in a folder: by its files' names, then by their columns.

import { readdir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { InputError } from "@w2s/base";
import { columnsIn } from "../formats/columns.js";
import { quoted } from "../formats/row.js";
import type { Columns, RecipeParts, Release, ReleaseFiles } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

/** A folder to look in, and the release that is asked for, if one is. */
export interface ReleaseQuery {
  /** As the user wrote it. */
  readonly folder: string;
  /** Folder that a relative one starts at. */
  readonly baseDir: string;
  readonly release?: string | undefined;
}

/**
 * The parts of the one release whose files a folder has.
 * @throws InputError where the folder has none, or several, or a file has other columns than any
 * release: one line with what was found and what is known
 */
export async function findRelease(recipe: TaskRecipe, wanted: ReleaseQuery): Promise<RecipeParts> {
  const { folder, baseDir } = wanted;
  const listing = await filesBelow(recipe, folder, baseDir);
  const asked = releasesAsked(recipe, wanted.release);
  const candidates = asked.flatMap((release) => {
    const files = release.find(listing);
    return files === null ? [] : [{ release, ...files }];
  });
  if (candidates.length === 0) throw nothingFound(recipe, folder, asked, listing);

  const fitting: Candidate[] = [];
  const others: string[] = [];
  for (const candidate of candidates) {
    const other = await otherColumns(candidate.tables, folder, baseDir);
    if (other === null) fitting.push(candidate);
    else others.push(other);
  }
  const [first, second] = fitting.filter((one) => !fitting.some((other) => saysMore(other, one)));
  if (first === undefined) {
    throw new InputError(`${others[0]}; ${knownShapes(recipe, asked)}`);
  }
  if (second === undefined) return first.parts;
  throw new InputError(
    `${folder}: has the files of ${fitting.length} releases of "${recipe.name}" (` +
      `${fitting.map(({ release }) => filesOf(release)).join("; ")}); keep one in a folder, or ` +
      `say release: ${JSON.stringify(first.release.name)}`,
  );
}

interface Candidate extends ReleaseFiles {
  readonly release: Release;
}

/**
 * Whether the same files fit with the names of their columns, where the other knows their number.
 */
function saysMore({ tables }: Candidate, other: Candidate): boolean {
  const paths = Object.keys(other.tables);
  return paths.every((at) => Array.isArray(tables[at]) && typeof other.tables[at] === "number");
}

function releasesAsked({ name, releases }: TaskRecipe, wanted?: string): readonly Release[] {
  if (wanted === undefined) return releases;
  const asked = releases.filter((release) => release.name === wanted);
  if (asked.length > 0) return asked;
  const known = quoted(releases.map((release) => release.name));
  throw new InputError(`recipe "${name}": knows the releases ${known}, got "${wanted}"`);
}

/** Files of a set lie at most so deep. */
const DEEPEST = 2;

/** Paths below the folder, with `/`; hidden files and folders are passed over. */
async function filesBelow(
  { name }: TaskRecipe,
  folder: string,
  baseDir: string,
): Promise<string[]> {
  const root = resolve(baseDir, folder);
  const inside = async (place: string, depth: number): Promise<string[]> => {
    const entries = await readdir(place, { withFileTypes: true });
    const below = entries
      .filter((entry) => !entry.name.startsWith("."))
      .map(async (entry) => {
        const path = join(place, entry.name);
        if (!entry.isDirectory()) return [relative(root, path).split(sep).join("/")];
        return depth === DEEPEST ? [] : inside(path, depth + 1);
      });
    return (await Promise.all(below)).flat();
  };
  return inside(root, 0).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === "ENOENT" ? "no such folder" : `not a folder (${cause.code})`;
    throw new InputError(`${folder}: ${reason}; recipe "${name}" reads its files there`, { cause });
  });
}

/**
 * The first table that has other columns, or is none, as the beginning of a message; null where
 * all fit.
 */
async function otherColumns(
  tables: Readonly<Record<string, Columns>>,
  folder: string,
  baseDir: string,
): Promise<string | null> {
  for (const [path, columns] of Object.entries(tables)) {
    if (columns === null) continue;
    const header = typeof columns !== "number";
    const shown = join(folder, path);
    const found = await columnsIn(shown, { baseDir, header }).catch((error: unknown) => {
      if (error instanceof InputError) return error;
      throw error;
    });
    if (found instanceof InputError) return found.message;
    const fits = header
      ? columns.every((column) => found.includes(column))
      : found.length === columns;
    if (!fits) return `${shown}: of another release: its columns are ${quoted(found)}`;
  }
  return null;
}

function nothingFound(
  { name }: TaskRecipe,
  folder: string,
  releases: readonly Release[],
  listing: readonly string[],
): InputError {
  const nearest = releases
    .map((release) => ({ release, present: release.present(listing) }))
    .sort((a, b) => b.present.length - a.present.length)[0]!;
  const known = releases.map(filesOf).join("; or ");
  if (nearest.present.length > 0) {
    const { release, present } = nearest;
    const missing = release.files.filter((file) => !present.includes(file));
    return new InputError(
      `${folder}: has ${quoted(present)} of "${name}", but not ${quoted(missing)}; it needs ` +
        known,
    );
  }
  const found = listing.length === 0 ? "nothing" : quoted(listing);
  return new InputError(`${folder}: no files of "${name}": it needs ${known}; found ${found}`);
}

function filesOf({ name, files, hub }: Release): string {
  const where = hub === undefined ? "" : ` of ${hub}`;
  return `${JSON.stringify(name)}: ${files.join(", ")}${where}`;
}

/** What shapes a recipe knows, as the end of a message. */
export function knownShapes(
  { name, releases }: TaskRecipe,
  asked: readonly Release[] = releases,
): string {
  return `recipe "${name}" knows ${asked.map(shapeOf).join(", and ")}`;
}

function shapeOf(release: Release): string {
  return release.holds === "" ? filesOf(release) : `${filesOf(release)} with ${release.holds}`;
}
