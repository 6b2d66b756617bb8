// node:fs and node:fs/promises in a browser, over the file system in memory: models that were
// fetched lie in it as they do on a disk, so that the lab reads them as it always does.

import { absent } from "./absent.js";
import {
  bytesAt,
  entryAt,
  failure,
  find,
  makeFolder,
  move,
  namesIn,
  put,
  remove,
  type Stats,
  statsOf,
} from "./disk.js";

type Data = string | Uint8Array;
const bytesOf = (data: Data): Uint8Array =>
  typeof data === "string" ? new TextEncoder().encode(data) : data.slice();
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export const existsSync = (path: string): boolean => find(path) !== undefined;
export const readdirSync = namesIn;
export const realpathSync = (path: string): string => {
  entryAt(path);
  return path;
};

export function readFileSync(path: string, encoding?: "utf8"): Data {
  const bytes = bytesAt(path);
  return encoding === undefined ? bytes.slice() : textOf(bytes);
}

export function statSync(
  path: string,
  { throwIfNoEntry = true }: { readonly throwIfNoEntry?: boolean } = {},
): Stats | undefined {
  const entry = throwIfNoEntry ? entryAt(path) : find(path);
  return entry && statsOf(entry);
}
export const lstatSync = statSync;

const opened = new Map<number, string>();
let descriptors = 3;

export function openSync(path: string): number {
  entryAt(path);
  opened.set(descriptors, path);
  return descriptors++;
}

export function closeSync(descriptor: number): void {
  opened.delete(descriptor);
}

const pathOf = (descriptor: number): string => {
  const path = opened.get(descriptor);
  if (path === undefined) throw failure("EBADF", String(descriptor));
  return path;
};

export const fstatSync = (descriptor: number): Stats => statsOf(entryAt(pathOf(descriptor)));

/** How many bytes it read into `target`. */
export function readSync(
  descriptor: number,
  target: Uint8Array,
  offset: number,
  length: number,
  position: number,
): number {
  const bytes = bytesAt(pathOf(descriptor)).subarray(position, position + length);
  target.set(bytes, offset);
  return bytes.length;
}

/** All of a file as one chunk. */
export async function* createReadStream(path: string): AsyncGenerator<Uint8Array> {
  yield bytesAt(path);
}

export const access = async (path: string): Promise<void> => void entryAt(path);
export const readdir = async (path: string): Promise<string[]> => namesIn(path);
export const realpath = async (path: string): Promise<string> => realpathSync(path);
export const stat = async (path: string): Promise<Stats> => statsOf(entryAt(path));
/** There are no links. */
export const lstat = stat;
export const rename = async (from: string, to: string): Promise<void> => move(from, to);
export const readFile = async (path: string, encoding?: "utf8"): Promise<Data> =>
  readFileSync(path, encoding);

export const mkdir = async (
  path: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<void> => makeFolder(path, recursive);

export const rm = async (
  path: string,
  { force = false }: { readonly force?: boolean } = {},
): Promise<void> => remove(path, force);

export async function writeFile(
  path: string,
  data: Data,
  { flag = "w" }: { readonly flag?: string } = {},
): Promise<void> {
  put(path, bytesOf(data), flag === "wx");
}

export async function utimes(path: string, _accessed: Date, changed: Date): Promise<void> {
  entryAt(path).changed = changed.getTime();
}

interface Handle {
  /** Writes on, where the last one ended. */
  writeFile(data: Data): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Flags "r" and "r+" for what is there, "w" and "wx" for what is written anew. */
export async function open(path: string, flags: string): Promise<Handle> {
  const entry = flags.startsWith("r") ? entryAt(path) : put(path, new Uint8Array(), flags === "wx");
  return {
    async writeFile(data) {
      const [before, more] = [entry.bytes ?? new Uint8Array(), bytesOf(data)];
      const all = new Uint8Array(before.length + more.length);
      all.set(before);
      all.set(more, before.length);
      entry.bytes = all;
    },
    sync: async () => undefined,
    close: async () => undefined,
  };
}

// What downloads, exports and commands call.
export {
  absent as appendFile,
  absent as copyFile,
  absent as mkdirSync,
  absent as mkdtemp,
  absent as renameSync,
  absent as rmdir,
  absent as rmSync,
  absent as symlink,
  absent as utimesSync,
  absent as writeFileSync,
};
