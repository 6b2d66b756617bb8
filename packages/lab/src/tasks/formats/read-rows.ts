// From a source, a file or a function's rows, to rows: the only door to the formats.

import { createHash } from "node:crypto";
import { didYouMean, InputError } from "@w2s/base";
import type { Source } from "../source.js";
import { readDelimited } from "./delimited.js";
import { type Format, fileChunks, findFile, type TableFile } from "./file.js";
import { functionRows } from "./function-rows.js";
import type { Header } from "./header.js";
import { readJson } from "./json.js";
import { readJsonl } from "./jsonl.js";
import { wholeLines } from "./lines.js";
import { readParquet } from "./parquet.js";
import { quoted, type Row, type RowReader } from "./row.js";

export interface ReadOptions {
  /** Folder that relative paths start at. */
  readonly baseDir: string;
  /**
   * Fields that will be asked of the rows: a table with named columns is refused at once when one
   * is missing.
   */
  readonly fields: readonly string[];
  /** Read every column, where the format could leave out those that are not asked for. */
  readonly everyColumn?: boolean;
  /** Fields that are read where they are there, and missed nowhere. */
  readonly optional?: readonly string[] | undefined;
  readonly format?: Format | undefined;
  readonly header?: Header | undefined;
  readonly quotes?: boolean | undefined;
}

/** Opens a source. @throws InputError when a file cannot be found, opened or told by its ending */
export async function readRows(source: Source, options: ReadOptions): Promise<RowReader> {
  if (typeof source !== "string") return functionRows(source, options.baseDir);
  const file = await findFile(source, options.baseDir, options.format);
  const hash = createHash("sha256");
  const byLine = file.format === "jsonl" || file.format === "csv" || file.format === "tsv";
  return {
    shown: file.shown,
    place: ({ at }) => (byLine ? `${file.shown}:${at}` : `${file.shown}: row ${at}`),
    batches: () => fileRows(file, fileChunks(file, hash), options),
    hash: () => hash.copy().digest("hex"),
  };
}

async function* fileRows(
  file: TableFile,
  chunks: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<Row[]> {
  const { shown, format } = file;
  const onColumns = (columns: readonly string[], hint: string) =>
    checkColumns(shown, columns, options.fields, hint);
  if (format === "jsonl") yield* readJsonl(wholeLines(chunks, shown), shown);
  else if (format === "json") yield* readJson(wholeLines(chunks, shown), shown);
  else if (format === "parquet")
    yield* readParquet(
      await gather(chunks),
      shown,
      options.everyColumn ? "all" : [...options.fields, ...(options.optional ?? [])],
      onColumns,
    );
  else {
    yield* readDelimited(wholeLines(chunks, shown), shown, {
      delimiter: format === "csv" ? "," : "\t",
      quotes: options.quotes ?? format === "csv",
      header: options.header ?? true,
      onColumns,
    });
  }
}

function checkColumns(
  shown: string,
  columns: readonly string[],
  fields: readonly string[],
  hint: string,
): void {
  const missing = fields.find(
    (field) => !columns.includes(field) && !columns.includes(field.split(".")[0]!),
  );
  if (missing === undefined) return;
  const near = hint === "" ? didYouMean(missing, columns) : "";
  throw new InputError(
    `${shown}: no column ${JSON.stringify(missing)}; columns: ` +
      `${quoted(columns.map(short))}${near}${hint}`,
  );
}

function short(name: string): string {
  return name.length > 30 ? `${name.slice(0, 30)}...` : name;
}

async function gather(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}
