// From a source, files or a function's rows, to rows: the only door to the formats.

import { createHash } from "node:crypto";
import { didYouMean, InputError } from "@w2s/base";
import type { RowsFrom } from "../source.js";
import { bySaying, type FormAdvice } from "./advice.js";
import { readDelimited } from "./delimited.js";
import { chunksIfAny, fileChunks, findFile, type TableFile, wholeFile } from "./file.js";
import type { FileOptions } from "./file-options.js";
import { ofFormat } from "./first-bytes.js";
import { functionRows } from "./function-rows.js";
import { readJson } from "./json.js";
import { readJsonl } from "./jsonl.js";
import { wholeLines } from "./lines.js";
import { mappedRows } from "./mapped-rows.js";
import { isNumbered, numberedIn } from "./numbered.js";
import { quoted, type Row, type RowReader } from "./row.js";
import { filesOf } from "./shards.js";

export interface ReadOptions extends FileOptions {
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
  /** Which of these fields may be columns numbered from 0 in place of a list, as `numberedIn`. */
  readonly lists?: readonly string[];
  /** Called with what a file of `datasets` says of its columns, as `classNamesIn` takes it. */
  readonly onFeatures?: (said: string) => void;
  /** What messages say to do about a file's form; default: to say it by an option. */
  readonly advice?: FormAdvice;
}

/**
 * Opens a source. Rows of several files are those of one after the other, and know which.
 * @throws InputError when a file cannot be found, opened or told by its ending
 */
export async function readRows(source: RowsFrom, options: ReadOptions): Promise<RowReader> {
  if (typeof source === "object" && "kind" in source) {
    if (source.kind === "rows") return functionRows(source, options.baseDir);
    const { files, columns, row } = source;
    return mappedRows(await readRows(files, { ...options, fields: columns }), row);
  }
  const paths = await filesOf(source, options.baseDir, options.format);
  const isPart = paths.length > 1;
  const files: TableFile[] = [];
  for (const path of paths)
    files.push(await findFile(path, options.baseDir, options.format, isPart));
  const readers = files.map((file) => fileReader(file, options, isPart));
  return readers.length === 1 ? readers[0]! : inTurn(readers);
}

/** @param isPart whether other files are the same table's: it may be empty then */
function fileReader(file: TableFile, options: ReadOptions, isPart: boolean): RowReader {
  const hash = createHash("sha256");
  const byFormat =
    file.format === "parquet" ? "Parquet" : file.format === "arrow" ? "Arrow" : "UTF-8";
  const byLine = file.format === "jsonl" || file.format === "csv" || file.format === "tsv";
  return {
    shown: file.shown,
    place: ({ at }) => (byLine ? `${file.shown}:${at}` : `${file.shown}: row ${at}`),
    async *batches() {
      const all = ofFormat(fileChunks(file, hash), file.shown, byFormat, options.advice);
      const chunks = isPart ? await chunksIfAny(all) : all;
      if (chunks !== null) yield* fileRows(file, chunks, options);
    },
    hash: () => hash.copy().digest("hex"),
  };
}

/** Several files as one table. */
function inTurn(readers: readonly RowReader[]): RowReader {
  async function* batches(): AsyncGenerator<readonly Row[]> {
    for (const [index, reader] of readers.entries()) {
      for await (const batch of reader.batches())
        yield batch.map((row) => ({ ...row, file: index + 1 }));
    }
  }
  return {
    shown: `${readers[0]!.shown} and ${readers.length - 1} more`,
    place: (row) => readers[(row.file ?? 1) - 1]!.place(row),
    batches,
    hash: () =>
      createHash("sha256")
        .update(readers.map((reader) => reader.hash()).join("\n"))
        .digest("hex"),
  };
}

/** A JSON document is one text, and no text in JavaScript is much longer. */
const DOCUMENT_BYTES = 2 ** 29 - 2 ** 10;
const PARQUET_BYTES = 2 ** 32 - 1;

async function* fileRows(
  file: TableFile,
  chunks: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<Row[]> {
  const { shown, format } = file;
  const { advice = bySaying, optional = [], lists = [] } = options;
  const asked = [...options.fields, ...optional, ...lists.map(isNumbered)];
  const wanted = options.everyColumn ? "all" : asked;
  const onColumns = (columns: readonly string[], hint: string, features?: string) => {
    checkColumns(shown, columns, partsAmong(columns, options.fields, lists), hint);
    if (features !== undefined) options.onFeatures?.(features);
  };
  if (format === "jsonl") yield* readJsonl(wholeLines(chunks, shown), shown, advice);
  else if (format === "json") {
    const next = 'write it as JSON lines, format: "jsonl"';
    const bytes = await wholeFile(chunks, shown, DOCUMENT_BYTES, next);
    const alone = options.fields.filter((field) => !lists.includes(field));
    yield readJson(bytes, shown, alone, advice);
  } else if (format === "parquet") {
    // Its library is large, as the next one is: loaded where a file needs it.
    const { readParquet } = await import("./parquet.js");
    const bytes = await wholeFile(chunks, shown, PARQUET_BYTES, "write it as several files");
    yield* readParquet(bytes, shown, wanted, onColumns);
  } else if (format === "arrow") {
    const { readArrow } = await import("./arrow.js");
    yield* readArrow(chunks, shown, wanted, onColumns);
  } else {
    yield* readDelimited(wholeLines(chunks, shown), shown, {
      delimiter: options.delimiter ?? (format === "csv" ? "," : "\t"),
      quotes: options.quotes ?? (format === "csv" ? true : undefined),
      header: options.header ?? true,
      onColumns,
      advice,
    });
  }
}

/** The fields, a list by its columns where it is held so. */
function partsAmong(
  columns: readonly string[],
  fields: readonly string[],
  lists: readonly string[],
): string[] {
  return fields.flatMap((field) => {
    if (!lists.includes(field) || columns.includes(field)) return [field];
    const parts = numberedIn(field, (name) => columns.includes(name));
    return parts.length > 0 ? parts : [field];
  });
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
  const twice = fields.find((field) => columns.indexOf(field) !== columns.lastIndexOf(field));
  if (twice !== undefined) {
    throw new InputError(
      `${shown}: two columns are named ${JSON.stringify(twice)}; rename one of them`,
    );
  }
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
