// Files at the door: found, readable, not empty, unpacked, in a known format; or one clear line.

import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { didYouMean, InputError } from "@w2s/base";

export const formats = ["jsonl", "json", "csv", "tsv", "parquet"] as const;
export type Format = (typeof formats)[number];

export interface TableFile {
  /** The path as the user wrote it. */
  readonly shown: string;
  readonly path: string;
  readonly format: Format;
  readonly gzipped: boolean;
}

const EXTENSIONS: Readonly<Record<string, Format>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  csv: "csv",
  tsv: "tsv",
  parquet: "parquet",
};

/**
 * Finds a table's file. A relative path starts at `baseDir`; the format follows from the ending,
 * before `.gz`.
 * @throws InputError when it does not exist, is a folder or empty, or its ending says no format
 */
export async function findFile(
  shown: string,
  baseDir: string,
  format?: Format,
): Promise<TableFile> {
  const path = resolve(baseDir, shown);
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) =>
    failToOpen(shown, path, cause),
  );
  if (facts.isDirectory())
    throw new InputError(`${shown}: must be a file, got a folder; name a file in it`);
  if (facts.size === 0) throw new InputError(`${shown}: the file is empty`);
  const gzipped = /\.gz$/i.test(path);
  return { shown, path, gzipped, format: format ?? formatOf(shown) };
}

/** The file's bytes, unpacked, in pieces; `hash` takes them as they lie on disk. */
export async function* fileChunks(file: TableFile, hash: Hash): AsyncGenerator<Buffer> {
  async function* stored(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 2 ** 20 })) {
      hash.update(chunk as Buffer);
      yield chunk as Buffer;
    }
  }
  if (!file.gzipped) {
    yield* readable(file, stored(), "cannot be read");
    return;
  }
  // The error reaches the reader through the destroyed gunzip stream.
  const unpacked = createGunzip({ chunkSize: 2 ** 20 });
  pipeline(Readable.from(stored()), unpacked, () => {});
  yield* readable(file, unpacked, "cannot be unpacked as gzip");
}

/**
 * The chunks, a failure to read them said in one line; the file is closed when the reader stops
 * early.
 */
async function* readable(
  file: TableFile,
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

function formatOf(shown: string): Format {
  const ending = /\.([^./\\]+)$/.exec(shown.replace(/\.gz$/i, ""))?.[1]?.toLowerCase() ?? "";
  const format = EXTENSIONS[ending];
  if (format !== undefined) return format;
  const known = formats.map((name) => JSON.stringify(name)).join(", ");
  throw new InputError(
    `${shown}: unknown format ".${ending}"; say format: one of ` +
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
  const folder = dirname(path);
  const siblings = await readdir(folder).catch(() => null);
  if (siblings === null)
    throw new InputError(`${shown}: no such file; there is no folder ${folder}`, { cause });
  throw new InputError(
    `${shown}: no such file in ${folder}${didYouMean(basename(path), siblings)}`,
    {
      cause,
    },
  );
}
