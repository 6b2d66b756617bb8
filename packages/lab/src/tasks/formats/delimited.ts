// CSV and TSV: fields between delimiters, with quotes (csv-parse) or without (a plain split, as TSV
// files mostly are).

import { Readable } from "node:stream";
import { InputError } from "@w2s/base";
import { type CsvError, parse } from "csv-parse";
import { type Columns, columnsFrom, type Header } from "./header.js";
import { oneLine } from "./jsonl.js";
import { type Lines, textLines } from "./lines.js";
import { quoted, type Row } from "./row.js";

export interface DelimitedOptions {
  readonly delimiter: "," | "\t";
  /** Whether `"` encloses fields, in which delimiters, newlines and doubled quotes are text. */
  readonly quotes: boolean;
  readonly header: Header;
  /** Called once with the columns, before the first row. */
  readonly onColumns: (columns: readonly string[], hint: string) => void;
}

interface Fields {
  readonly fields: readonly string[];
  readonly line: number;
}

/** @throws InputError for a malformed line, with its number, and for columns that do not fit */
export async function* readDelimited(
  blocks: AsyncIterable<Lines>,
  shown: string,
  options: DelimitedOptions,
): AsyncGenerator<Row[]> {
  let columns: Columns | undefined;
  const split = options.quotes ? quotedFields : plainFields;
  for await (const batch of split(blocks, shown, options.delimiter)) {
    const rows: Row[] = [];
    for (const record of batch) {
      if (columns === undefined) {
        columns = columnsFrom(record.fields, options.header, shown);
        options.onColumns(columns.names, columns.hint);
        if (!columns.firstIsRow) continue;
      }
      rows.push(rowOf(record, columns.names, shown));
    }
    yield rows;
  }
}

function rowOf({ fields, line }: Fields, names: readonly string[], shown: string): Row {
  if (fields.length !== names.length) {
    throw new InputError(
      `${shown}:${line}: must have ${names.length} fields (${quoted(names)}), got ${fields.length}`,
    );
  }
  const values: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) values[names[index]!] = fields[index];
  return { at: line, values };
}

async function* plainFields(
  blocks: AsyncIterable<Lines>,
  _: string,
  delimiter: string,
): AsyncGenerator<Fields[]> {
  for await (const block of blocks) {
    const batch: Fields[] = [];
    for (const { text, line } of textLines(block))
      batch.push({ fields: text.split(delimiter), line });
    yield batch;
  }
}

async function* quotedFields(
  blocks: AsyncIterable<Lines>,
  shown: string,
  delimiter: string,
): AsyncGenerator<Fields[]> {
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const block of blocks) yield block.bytes;
  }
  const source = Readable.from(bytes());
  const parser = parse({ delimiter, info: true, relax_column_count: true, skip_empty_lines: true });
  source.on("error", (error) => parser.destroy(error));
  try {
    let batch: Fields[] = [];
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<Parsed>) {
      batch.push({ fields: record, line: info.lines - newlinesIn(record) });
      if (batch.length === 1000) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  } catch (cause) {
    const { code, message, lines } = cause as CsvError & { lines?: number };
    if (typeof code !== "string" || !/^(CSV_|INVALID_)/.test(code)) throw cause;
    const line = /at line (\d+)/.exec(message)?.[1] ?? lines ?? 0;
    throw new InputError(`${shown}:${line}: ${oneLine(message)}`, { cause });
  } finally {
    source.destroy();
  }
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** A record's number is that of its last line; those inside its quotes lie before it. */
function newlinesIn(record: readonly string[]): number {
  let count = 0;
  for (const field of record) if (field.includes("\n")) count += field.split("\n").length - 1;
  return count;
}
