// Parquet, through hyparquet: one row group at a time, only the columns that are wanted.

import { InputError } from "@w2s/base";
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  type ParquetParsers,
  parquetMetadata,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { compressors as packings } from "hyparquet-compressors";
import { isoDay, isoTime, textOf, wantedColumns } from "./binary-values.js";
import { FEATURES } from "./class-names.js";
import { exactJson } from "./exact-json.js";
import { oneLine } from "./jsonl.js";
import type { AskedColumn } from "./numbered.js";
import { type OwnValues, ownValues } from "./parquet-values.js";
import type { Row } from "./row.js";

/**
 * @param fields what is asked for, as `wantedColumns` takes it
 * @param onColumns called once with all columns, before the first row, and with what the file says
 * of them
 * @throws InputError when the bytes are not Parquet
 */
export async function* readParquet(
  bytes: Buffer,
  shown: string,
  fields: readonly AskedColumn[] | "all",
  onColumns: (columns: readonly string[], hint: string, features?: string) => void,
): AsyncGenerator<Row[]> {
  const buffer = bytes.buffer.slice(
    bytes.byteOffset,
    bytes.byteOffset + bytes.byteLength,
  ) as ArrayBuffer;
  const metadata = refuse(shown, () => parquetMetadata(buffer));
  const columns = refuse(shown, () => columnsOf(metadata));
  const said = metadata.key_value_metadata?.find(({ key }) => key === FEATURES);
  onColumns(columns, "", said?.value);
  const wanted = wantedColumns(columns, fields);
  const { metadata: stored, meanings } = ownValues(metadata);
  yield* rowGroups(
    { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
    shown,
    { metadata: stored, wanted, meanings },
  );
}

/** A file's columns, from its end alone. @throws InputError when it is not Parquet */
export async function parquetColumns(path: string, shown: string): Promise<string[]> {
  const metadata = asyncBufferFromFile(path).then((buffer) => parquetMetadataAsync(buffer));
  const read = await metadata.catch((cause: Error) => fail(shown, cause));
  return refuse(shown, () => columnsOf(read));
}

/** A damaged file may have a schema without names. */
function columnsOf(metadata: FileMetaData): string[] {
  return parquetSchema(metadata).children.map(({ element: { name } }) => {
    if (typeof name === "string") return name;
    throw new Error("a column has no name");
  });
}

async function* rowGroups(
  file: AsyncBuffer,
  shown: string,
  { metadata, wanted, meanings }: OwnValues & { wanted: string[] },
): AsyncGenerator<Row[]> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const read = parquetReadObjects({
      file,
      metadata,
      columns: wanted,
      rowStart,
      rowEnd,
      compressors,
      parsers,
    });
    const objects = await read.catch((cause: Error) => fail(shown, cause));
    const first = rowStart + 1;
    const own = wanted.flatMap((name) => {
      const value = meanings.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    for (const [name, value] of own) {
      for (const values of objects) if (values[name] != null) values[name] = value(values[name]);
    }
    yield objects.map((values, index) => ({ at: first + index, values: withNulls(values) }));
    rowStart = rowEnd;
  }
}

/** Of a column without values LZ4 packs nothing, which its reader takes for damage. */
const compressors = Object.fromEntries(
  Object.entries(packings).map(([codec, unpack]) => [
    codec,
    (packed: Uint8Array, length: number) =>
      length === 0 ? new Uint8Array(0) : unpack(packed, length),
  ]),
);

/** Lists and structs that are not there, however deep, are null as other values are: in place. */
function withNulls(holder: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(holder)) {
    if (value === undefined) holder[name] = null;
    else if (isHolder(value)) withNulls(value);
  }
  return holder;
}

const isHolder = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !ArrayBuffer.isView(value);

/** A time is the text that ISO 8601 writes, to its last digit. */
const parsers: Partial<ParquetParsers> = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && textOf(bytes),
  // What is not the JSON that it is said to be is a text.
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && jsonOf(textOf(bytes)),
  // Shapes on a map are what they are stored as.
  geometryFromBytes: (bytes: Uint8Array | undefined) => bytes,
  geographyFromBytes: (bytes: Uint8Array | undefined) => bytes,
  dateFromDays: (days: number) => isoDay(BigInt(days)),
  timestampFromMilliseconds: (time: bigint) => isoTime(time, 1_000n),
  timestampFromMicroseconds: (time: bigint) => isoTime(time, 1_000_000n),
  timestampFromNanoseconds: (time: bigint) => isoTime(time, 1_000_000_000n),
};

function jsonOf(text: string | Uint8Array): unknown {
  try {
    return typeof text === "string" ? exactJson(text) : text;
  } catch {
    return text;
  }
}

function refuse<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    return fail(shown, cause as Error);
  }
}

function fail(shown: string, cause: Error): never {
  const next = cause.message.includes("PAR1") ? "; it is cut off, or no Parquet file" : "";
  throw new InputError(`${shown}: not readable as Parquet: ${oneLine(cause.message)}${next}`, {
    cause,
  });
}
