// Files at the door: found, readable, not empty, unpacked, in a known format; or one clear line.

import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { didYouMean, InputError } from "@w2s/base";
import { kindOf } from "./first-bytes.js";

export const formats = ["jsonl", "json", "csv", "tsv", "parquet", "arrow"] as const;
export type Format = (typeof formats)[number];

export interface SourceFile {
  /** The path as the user wrote it. */
  readonly shown: string;
  readonly path: string;
}

export interface TableFile extends SourceFile {
  readonly format: Format;
}

const EXTENSIONS: Readonly<Record<string, Format>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  csv: "csv",
  tsv: "tsv",
  parquet: "parquet",
  arrow: "arrow",
  feather: "arrow",
  ipc: "arrow",
};

/** The endings of formats, for messages: ".jsonl, .ndjson, ... or .ipc". */
export const endings = Object.keys(EXTENSIONS)
  .map((ending) => `.${ending}`)
  .join(", ")
  .replace(/, (?=\S+$)/, " or ");

/**
 * Finds a table's file. A relative path starts at `baseDir`; the format follows from the ending,
 * before `.gz`.
 * @param isPart whether other files are the same table's: one of several may be empty
 * @throws InputError when it does not exist, is a folder or empty, or its ending says no format
 */
export async function findFile(
  shown: string,
  baseDir: string,
  format?: Format,
  isPart = false,
): Promise<TableFile> {
  const path = resolve(baseDir, shown);
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) =>
    failToOpen(shown, path, cause),
  );
  if (facts.isDirectory())
    throw new InputError(`${shown}: must be a file, got a folder; name a file in it`);
  if (facts.size === 0 && !isPart) throw new InputError(`${shown}: the file is empty`);
  const known = format ?? knownFormat(shown);
  return { shown, path, format: known ?? (await failToTell(shown, path)) };
}

/** The most that a packed file may unpack to: 16 GiB. */
const UNPACKED_BYTES = 2 ** 34;

/**
 * The file's bytes, unpacked where they are packed with gzip, whatever the file is called, in
 * pieces; `hash` takes them as they lie on disk.
 * @throws InputError, from the generator, for a file that cannot be read or unpacked, or that
 * unpacks to more than `unpackedBytes`
 */
export async function* fileChunks(
  file: SourceFile,
  hash: Hash,
  unpackedBytes = UNPACKED_BYTES,
): AsyncGenerator<Buffer> {
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 2 ** 20 })) {
      hash.update(chunk as Buffer);
      yield chunk as Buffer;
    }
  }
  const stored = readable(file, hashed(), "cannot be read");
  try {
    const first = await stored.next();
    if (first.done) return;
    const all = after(first.value, stored);
    yield* isGzip(first.value) ? unpacked(file, all, unpackedBytes) : all;
  } finally {
    await stored.return(undefined);
  }
}

/** Whether bytes are packed with gzip. */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function* after(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** The chunks as they are; null where there are none. */
export async function chunksIfAny(
  chunks: AsyncGenerator<Buffer>,
): Promise<AsyncGenerator<Buffer> | null> {
  const { done, value } = await chunks.next();
  return done ? null : after(value, chunks);
}

async function* unpacked(
  file: SourceFile,
  packed: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<Buffer> {
  // The error reaches the reader through the destroyed gunzip stream.
  const stream = createGunzip({ chunkSize: 2 ** 20 });
  pipeline(Readable.from(packed), stream, () => {});
  let total = 0;
  for await (const chunk of readable(file, stream, "cannot be unpacked as gzip")) {
    total += chunk.length;
    if (total > limit) {
      throw new InputError(
        `${file.shown}: unpacks to more than ${limit} bytes; unpack it and give a part of it`,
      );
    }
    yield chunk;
  }
}

/**
 * All of a file's bytes, for formats that are not read line by line.
 * @throws InputError for more than `limit`
 */
export async function wholeFile(
  chunks: AsyncIterable<Buffer>,
  shown: string,
  limit: number,
  next: string,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limit) throw new InputError(`${shown}: has more than ${limit} bytes; ${next}`);
    pieces.push(chunk);
  }
  if (total === 0) throw new InputError(`${shown}: the file is empty`);
  return Buffer.concat(pieces);
}

/**
 * The chunks, a failure to read them said in one line; the file is closed when the reader stops
 * early.
 */
async function* readable(
  file: SourceFile,
  chunks: AsyncIterable<Buffer>,
  failure: string,
): AsyncGenerator<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await iterator.next().catch((cause: Error) => {
        throw new InputError(`${file.shown}: ${failure}: ${cause.message}`, { cause });
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** The format that a name's ending says; undefined for one that is none. */
export function knownFormat(name: string): Format | undefined {
  const ending = endingOf(name);
  return Object.hasOwn(EXTENSIONS, ending) ? EXTENSIONS[ending] : undefined;
}

/** The name without `.gz` and the ending of a format. */
export function withoutEnding(name: string): string {
  const unpacked = name.replace(/\.gz$/i, "");
  return knownFormat(name) === undefined ? unpacked : unpacked.replace(/\.[^.]+$/, "");
}

function endingOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name.replace(/\.gz$/i, ""))?.[1]?.toLowerCase() ?? "";
}

/** A file whose ending says no format may say by its first bytes what it is. */
async function failToTell(shown: string, path: string): Promise<never> {
  const ending = endingOf(shown);
  const chunks = fileChunks({ shown, path }, createHash("sha256"));
  const { value } = await chunks.next();
  await chunks.return(undefined);
  const what = value === undefined ? undefined : kindOf(value);
  const unknown = ending === "" ? "no ending that says its format" : `unknown format ".${ending}"`;
  if (what !== undefined) throw new InputError(`${shown}: ${unknown}; it is ${what}`);
  const known = formats.map((name) => JSON.stringify(name)).join(", ");
  throw new InputError(
    `${shown}: ${unknown}; say format: one of ` +
      `${known}${didYouMean(ending, Object.keys(EXTENSIONS))}`,
  );
}

async function failToOpen(
  shown: string,
  path: string,
  cause: NodeJS.ErrnoException,
): Promise<never> {
  if (cause.code !== "ENOENT" && cause.code !== "ENOTDIR") {
    throw new InputError(`${shown}: cannot be opened: ${cause.code ?? cause.message}`, { cause });
  }
  if (/^\w+:\/\//.test(shown)) {
    throw new InputError(`${shown}: must be a file here, got an address; download it first`, {
      cause,
    });
  }
  const pattern = /[[{]/.test(shown) ? "; in a pattern only * and ? stand for others" : "";
  const folder = dirname(path);
  const siblings = await readdir(folder).catch(() => null);
  if (siblings === null)
    throw new InputError(`${shown}: no such file; there is no folder ${folder}`, { cause });
  throw new InputError(
    `${shown}: no such file in ${folder}${pattern || didYouMean(basename(path), siblings)}`,
    {
      cause,
    },
  );
}
