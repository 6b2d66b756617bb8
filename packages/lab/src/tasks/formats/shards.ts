// Which files a source's paths stand for: a file, the shards in a folder, those that a pattern
// names, or all of a list.

import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { InputError } from "@w2s/base";
import { type Format, formats, knownFormat } from "./file.js";
import { quoted } from "./row.js";

/**
 * The files of a source, as messages call them, in the order in which they are read: a list's own,
 * else by name with numbers in order.
 * @throws InputError for a folder that holds no shards of one table, a pattern that no file has,
 * and shards of which some are missing
 */
export async function filesOf(
  source: string | readonly string[],
  baseDir: string,
  format?: Format,
): Promise<readonly string[]> {
  const paths = typeof source === "string" ? [source] : source;
  const files: string[] = [];
  for (const path of paths) files.push(...(await filesAt(path, baseDir, format)));
  const places = files.map((file) => resolve(baseDir, file));
  const twice = files.find((_, index) => places.indexOf(places[index]!) !== index);
  if (twice !== undefined) throw new InputError(`${twice}: is named twice`);
  return files;
}

async function filesAt(path: string, baseDir: string, format?: Format): Promise<string[]> {
  const found = await stat(resolve(baseDir, path)).catch(() => null);
  if (found?.isDirectory()) return inFolder(path, baseDir, format);
  return found === null && /[*?]/.test(path) ? matching(path, baseDir) : [path];
}

/** What datasets writes beside a table that it saves, of which it is no part. */
const BESIDE = new Set([
  "state.json",
  "dataset_info.json",
  "dataset_dict.json",
  "dataset_infos.json",
]);

/**
 * The files of one table in a folder: those of one format whose names differ in numbers alone. Of
 * `format` are those of its ending, and where none has it, all: it says what they hold.
 */
async function inFolder(path: string, baseDir: string, format?: Format): Promise<string[]> {
  const entries = await readdir(resolve(baseDir, path), { withFileTypes: true });
  const shown = entries
    .filter(({ name }) => !/^[._]/.test(name) && !BESIDE.has(name))
    .filter((entry) => !entry.isDirectory());
  const all = shown.map(({ name }) => name);
  const ofEnding = all.filter((name) =>
    format === undefined ? knownFormat(name) !== undefined : knownFormat(name) === format,
  );
  const names = ofEnding.length === 0 && format !== undefined ? all : ofEnding;
  const kinds = [...new Set(names.map(shape))].sort();
  if (kinds.length === 0) {
    const wanted = format === undefined ? `.${formats.join(", .")}` : `"${format}"`;
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const next = await insteadOf(path, baseDir, { files: all, folders: folders.sort() });
    throw new InputError(`${path}: a folder without files of ${wanted}; ${next}`);
  }
  if (kinds.length > 1) {
    const example = join(path, kinds[0]!);
    throw new InputError(
      `${path}: a folder with files of ${kinds.length} names (${quoted(kinds)}); say which by a ` +
        `pattern, as in ${JSON.stringify(example)}, or a list`,
    );
  }
  return whole(
    path,
    sorted(names).map((name) => join(path, name)),
  );
}

/** What to do about a folder without tables in it, as the end of a message. */
async function insteadOf(
  path: string,
  baseDir: string,
  { files, folders }: { readonly files: readonly string[]; readonly folders: readonly string[] },
): Promise<string> {
  const [first] = folders;
  const within =
    first === undefined ? [] : await readdir(resolve(baseDir, path, first)).catch(() => []);
  // A folder a class, a file a text, as reviews of films are published.
  if ([...files, ...within].some((name) => /\.txt$/i.test(name)))
    return "each .txt in it is a text of its own: make rows of them with rows(...)";
  if (first === undefined) return "name a file";
  const column = /^([^=]+)=/.exec(first)?.[1];
  if (column !== undefined) {
    return (
      `its folders are parts by ${JSON.stringify(column)} (${quoted(folders)}), which no file ` +
      "has as a column: write it without partitions"
    );
  }
  return `name a folder in it (${quoted(folders)}), as in ${JSON.stringify(join(path, first))}`;
}

/** A name without the hash that the hub puts behind a shard's count, another for each shard. */
function withoutHash(name: string): string {
  return name.replace(/(-\d+-of-\d+)-[0-9a-f]{16}(?=\.|$)/, "$1");
}

/** A name with its numbers left out: what the shards of one table have in common. */
function shape(name: string): string {
  return withoutHash(name)
    .replace(/\d+/g, "*")
    .replace(/-\*-of-\*/, "-*");
}

/**
 * Files whose names fit: `*` stands for any characters of one name, `?` for one, `**` as a whole
 * name for any folders, none too.
 */
async function matching(pattern: string, baseDir: string): Promise<string[]> {
  const [first = "", ...parts] = pattern.split(/[\\/]/);
  let places = [first === "" ? "/" : ""];
  for (const part of first === "" ? parts : [first, ...parts]) {
    const next = await Promise.all(places.map((place) => within(place, part, baseDir)));
    places = next.flat();
  }
  const files: string[] = [];
  for (const place of places) {
    const found = await stat(resolve(baseDir, place)).catch(() => null);
    if (found?.isFile()) files.push(place);
  }
  if (files.length === 0) {
    throw new InputError(`${pattern}: no file fits this pattern below ${resolve(baseDir)}`);
  }
  return whole(pattern, sorted(files));
}

async function within(place: string, part: string, baseDir: string): Promise<string[]> {
  if (part === "**") return [place, ...(await foldersBelow(place, baseDir))];
  if (!/[*?]/.test(part)) return [join(place, part)];
  const fits = new RegExp(
    `^${part
      .replace(/[^\w*?]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );
  const names = await readdir(resolve(baseDir, place)).catch(() => []);
  const shown = part.startsWith(".") ? names : names.filter((name) => !name.startsWith("."));
  return shown.filter((name) => fits.test(name)).map((name) => join(place, name));
}

/** Folders in a folder, however deep, without hidden ones and links, which may lead in circles. */
async function foldersBelow(place: string, baseDir: string): Promise<string[]> {
  const entries = await readdir(resolve(baseDir, place), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  const below = await Promise.all(
    folders.map(async ({ name }) => {
      const folder = join(place, name);
      return [folder, ...(await foldersBelow(folder, baseDir))];
    }),
  );
  return below.flat();
}

/** @throws InputError where names say of how many shards they are, and one is not there */
function whole(source: string, files: string[]): string[] {
  const counts = new Map<string, Set<number>>();
  for (const file of files) {
    const name = withoutHash(basename(file));
    const [, begin, number, count, end] = /^(.*-)(\d+)-of-(\d+)(\D.*)?$/.exec(name) ?? [];
    if (begin === undefined) continue;
    const key = JSON.stringify([begin, Number(count), end]);
    counts.set(key, (counts.get(key) ?? new Set()).add(Number(number)));
  }
  for (const [key, numbers] of counts) {
    const [begin, count] = JSON.parse(key) as [string, number];
    if (numbers.size >= count) continue;
    throw new InputError(
      `${source}: has ${numbers.size} of the ${count} shards ${begin}*-of-${count}; get the ` +
        "rest, or name those that are to be read in a list",
    );
  }
  return files;
}

const byNumbers = new Intl.Collator("en", { numeric: true });

function sorted(names: readonly string[]): string[] {
  return [...names].sort((a, b) => byNumbers.compare(a, b) || (a < b ? -1 : 1));
}
