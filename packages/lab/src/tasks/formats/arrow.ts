// Arrow's files and streams, through apache-arrow: what datasets, pyarrow, pandas (Feather) and
// polars write. A file is a stream between two marks, so both are read as one: batch by batch, the
// columns that are wanted. Files of polars are none: they are read whole, by what their end says.
// Format: https://arrow.apache.org/docs/format/Columnar.html

import { InputError } from "@w2s/base";
import { RecordBatchReader } from "apache-arrow";
import { registerCodecs } from "./arrow-codecs.js";
import { holdsUnread, readerOf } from "./arrow-values.js";
import { wantedColumns } from "./binary-values.js";
import { FEATURES } from "./class-names.js";
import { oneLine } from "./jsonl.js";
import type { AskedColumn } from "./numbered.js";
import type { Row } from "./row.js";

/** Rows that are made at once: some writers put a whole table into one batch. */
const ROWS = 1024;

/** What a file begins with, and, without the filling, ends with. */
const MARK = "ARROW1";
const FILLED = 8;
/** What a message of a stream begins with. */
const MESSAGE = "\xff\xff\xff\xff";

/**
 * @param fields what is asked for, as `wantedColumns` takes it; of "all", columns of a type without
 * values for a table are left out
 * @param onColumns called once with all columns, before the first row, and with what the file says
 * of them
 * @throws InputError when the bytes are not Arrow, or a column that is asked for is of a type
 * without values for a table (unions, intervals)
 */
export async function* readArrow(
  chunks: AsyncIterable<Buffer>,
  shown: string,
  fields: readonly AskedColumn[] | "all",
  onColumns: (columns: readonly string[], hint: string, features?: string) => void,
): AsyncGenerator<Row[]> {
  registerCodecs();
  const bytes = new Unmarked(chunks);
  let count = 0;
  try {
    const source = await bytes.source();
    const reader = Buffer.isBuffer(source)
      ? RecordBatchReader.from(source)
      : await RecordBatchReader.from(source);
    await reader.open();
    // An empty stream is one that nobody could open.
    if (!("schema" in reader) || reader.schema === undefined) throw new Error("it has no schema");
    const columns = reader.schema.fields.map(({ name }) => name);
    onColumns(columns, "", reader.schema.metadata.get(FEATURES));
    const unread = reader.schema.fields.filter(({ type }) => holdsUnread(type));
    const leftOut = fields === "all" ? unread.map(({ name }) => name) : [];
    const wanted = wantedColumns(columns, fields).filter((name) => !leftOut.includes(name));
    for await (const batch of reader) {
      const reads = wanted.map((name) => {
        const column = batch.data.children[columns.indexOf(name)]!;
        if (column.length !== batch.numRows) throw new Error("columns differ in length");
        return [name, readerOf(column, `${shown}: ${JSON.stringify(name)}`)] as const;
      });
      for (let from = 0; from < batch.numRows; from += ROWS) {
        const rows: Row[] = [];
        for (let i = from; i < Math.min(from + ROWS, batch.numRows); i += 1) {
          const values = Object.fromEntries(reads.map(([name, read]) => [name, read(i)]));
          rows.push({ at: count + i + 1, values });
        }
        yield rows;
      }
      count += batch.numRows;
    }
    await bytes.toEnd();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { message } = cause as Error;
    throw new InputError(`${shown}: not readable as Arrow: ${oneLine(message)}${next(message)}`, {
      cause,
    });
  } finally {
    await bytes.close();
  }
}

/** What to do about what the library says, as the end of a message. */
function next(message: string): string {
  if (/only read/.test(message)) return "; it is cut off, or damaged";
  // Newer types: lists by views, runs, integers of 128 bits.
  return /^Unrecognized (Int )?type/.test(message)
    ? "; write the file as Parquet, or without the column of this type"
    : "";
}

/** A stream's bytes, and those of a file without its marks. */
class Unmarked {
  private readonly chunks: AsyncIterator<Buffer>;
  private isFile = false;
  private last = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** What the library reads; of a stream as far as it wants: it stops where the batches end. */
  async source(): Promise<AsyncIterable<Buffer> | Buffer> {
    const first = await this.next();
    this.isFile = latin1(first, 0, MARK.length) === MARK;
    if (!this.isFile) return this.from(first);
    const isStream = latin1(first, FILLED, FILLED + MESSAGE.length) === MESSAGE;
    if (isStream) return this.from(first!.subarray(FILLED));
    const all: Buffer[] = [];
    for await (const chunk of this.from(first)) all.push(chunk);
    return Buffer.concat(all);
  }

  private async *from(first: Buffer | undefined): AsyncGenerator<Buffer> {
    for (let chunk = first; chunk !== undefined; chunk = await this.next()) yield chunk;
  }

  /** Reads what is left, which the hash counts. @throws Error for a file that is cut off */
  async toEnd(): Promise<void> {
    while ((await this.next()) !== undefined);
    if (this.isFile && this.last.toString("latin1") !== MARK)
      throw new Error(`it does not end in ${MARK}; it is cut off`);
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async next(): Promise<Buffer | undefined> {
    const { done, value } = await this.chunks.next();
    if (done) return undefined;
    this.last = Buffer.concat([this.last, value.subarray(-MARK.length)]).subarray(-MARK.length);
    return value;
  }
}

function latin1(bytes: Buffer | undefined, from: number, to: number): string {
  return bytes === undefined ? "" : bytes.subarray(from, to).toString("latin1");
}
