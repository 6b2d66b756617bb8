// A file system in memory, gone with the page: folders are names, files are bytes. What goes wrong
// has the code that Node's would have, since the lab goes by it.

import { dirname, resolve } from "pathe";

/** A file's bytes; `null` for a folder. */
interface Entry {
  bytes: Uint8Array | null;
  changed: number;
}

const entries = new Map<string, Entry>([["/", { bytes: null, changed: 0 }]]);

export interface Stats {
  readonly size: number;
  readonly mtimeMs: number;
  readonly mtime: Date;
  isFile(): boolean;
  isDirectory(): boolean;
}

export function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

export const find = (path: string): Entry | undefined => entries.get(resolve("/", path));

/** @throws ENOENT */
export function entryAt(path: string): Entry {
  const entry = find(path);
  if (entry === undefined) throw failure("ENOENT", path);
  return entry;
}

/** A file's bytes, not copied. @throws ENOENT, EISDIR */
export function bytesAt(path: string): Uint8Array {
  const { bytes } = entryAt(path);
  if (bytes === null) throw failure("EISDIR", path);
  return bytes;
}

export function statsOf({ bytes, changed }: Entry): Stats {
  return {
    size: bytes?.length ?? 0,
    mtimeMs: changed,
    mtime: new Date(changed),
    isFile: () => bytes !== null,
    isDirectory: () => bytes === null,
  };
}

/** The names in a folder, sorted. @throws ENOENT, ENOTDIR */
export function namesIn(path: string): string[] {
  if (entryAt(path).bytes !== null) throw failure("ENOTDIR", path);
  const under = below(path);
  const names = [...entries.keys()].filter((key) => key.startsWith(under) && key !== under);
  return [...new Set(names.map((key) => key.slice(under.length).split("/")[0]!))].sort();
}

/** Makes a folder; those above it, too, where `recursive`. @throws EEXIST, ENOENT */
export function makeFolder(path: string, recursive = false): void {
  const place = resolve("/", path);
  const there = entries.get(place);
  if (there !== undefined) {
    if (recursive && there.bytes === null) return;
    throw failure("EEXIST", path);
  }
  if (recursive) makeFolder(dirname(place), true);
  else entryAt(dirname(place));
  entries.set(place, { bytes: null, changed: Date.now() });
}

/** Puts a file there. @throws EEXIST where `fresh` and something is there; ENOENT for no folder */
export function put(path: string, bytes: Uint8Array, fresh = false): Entry {
  const place = resolve("/", path);
  if (fresh && entries.has(place)) throw failure("EEXIST", path);
  entryAt(dirname(place));
  const entry = { bytes, changed: Date.now() };
  entries.set(place, entry);
  return entry;
}

/** Moves a file or a folder with all in it. @throws ENOENT; ENOTEMPTY onto a filled folder */
export function move(from: string, to: string): void {
  const [source, target] = [resolve("/", from), resolve("/", to)];
  const entry = entryAt(source);
  if (entries.get(target)?.bytes === null && namesIn(target).length > 0)
    throw failure("ENOTEMPTY", to);
  entryAt(dirname(target));
  for (const [key, inner] of [...entries]) {
    if (!key.startsWith(below(source))) continue;
    entries.delete(key);
    entries.set(below(target) + key.slice(below(source).length), inner);
  }
  entries.delete(source);
  entries.set(target, entry);
}

/** Removes a file or a folder with all in it. @throws ENOENT unless `force` */
export function remove(path: string, force = false): void {
  const place = resolve("/", path);
  if (!force) entryAt(place);
  for (const key of [...entries.keys()])
    if (key === place || key.startsWith(below(place))) entries.delete(key);
}

/** Bytes of all files. */
export function totalBytes(): number {
  return [...entries.values()].reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
}

const below = (path: string): string => {
  const place = resolve("/", path);
  return place === "/" ? place : `${place}/`;
};
