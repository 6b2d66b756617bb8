// CSV and TSV: fields between delimiters, with quotes (csv-parse) or without (a plain split, as TSV
// files mostly are).

import { Readable } from "node:stream";
import { InputError, shownValue } from "@w2s/base";
import { type CsvError, parse } from "csv-parse";
import { bySaying, type FormAdvice } from "./advice.js";
import { columnsFrom, type FoundColumns, type Header, otherDelimiter } from "./header.js";
import { oneLine } from "./jsonl.js";
import { type Lines, LONGEST_LINE, textLines } from "./lines.js";
import { quoted, type Row } from "./row.js";

export interface DelimitedOptions {
  /** One character. */
  readonly delimiter: string;
  /**
   * Whether `"` encloses fields, in which delimiters, newlines and quotes are text: quotes that are
   * doubled, or follow a backslash. Undefined: they are text, and nobody has said so.
   */
  readonly quotes: boolean | "backslash" | undefined;
  readonly header: Header;
  /** Called once with the columns, before the first row. */
  readonly onColumns: (columns: readonly string[], hint: string) => void;
  /** What messages say to do about the file's form; default: to say it by an option. */
  readonly advice?: FormAdvice | undefined;
  /** The most characters that a record of several lines may have; default: as a line. */
  readonly longest?: number;
}

/** The parser's error, with what it had counted. */
type Refused = CsvError & { readonly lines?: number; readonly empty_lines?: number };

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
  let columns: FoundColumns | undefined;
  const split = options.quotes ? quotedFields : plainFields;
  for await (const batch of split(blocks, shown, options)) {
    const rows: Row[] = [];
    for (const record of batch) {
      if (columns === undefined) {
        columns = columnsFrom(record.fields, options, shown);
        options.onColumns(columns.names, columns.hint);
        if (!columns.firstIsRow) continue;
      }
      rows.push(rowOf(record, columns.names, shown, options));
    }
    yield rows;
  }
}

function rowOf(
  { fields, line }: Fields,
  names: readonly string[],
  shown: string,
  { quotes, advice = bySaying }: DelimitedOptions,
): Row {
  if (fields.length !== names.length) {
    const isOpen = quotes !== true && fields.some((field) => OPENED.test(field));
    const next = isOpen ? `; ${advice.enclosed}` : otherCount(fields.length, names.length, quotes);
    throw new InputError(
      `${shown}:${line}: must have ${names.length} fields (${quoted(names)}), got ` +
        `${fields.length}${next}`,
    );
  }
  if (quotes === undefined) refuseEnclosed(fields, `${shown}:${line}`, advice);
  const values: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) values[names[index]!] = fields[index];
  return { at: line, values };
}

/** What to do about another number of fields than the header names, as the end of a message. */
function otherCount(found: number, named: number, quotes: DelimitedOptions["quotes"]): string {
  if (found < named) {
    // Python's csv puts no quotes around a lone CR.
    return quotes ? "; does a line end, by LF or by CR alone, inside a field without quotes?" : "";
  }
  if (named === 1) return "; the first line names no columns of these: remove it";
  return quotes ? '; a field that holds a delimiter must stand in quotes (")' : "";
}

/** A field whose quote is not closed in it: a line may have ended inside. */
const OPENED = /^"[^"]+$/;

/**
 * Quotes as only a writer of CSV puts them, around a field whose own are doubled, are no text that
 * somebody wants to read; but to take them off would be a guess.
 */
function refuseEnclosed(fields: readonly string[], place: string, advice: FormAdvice): void {
  const enclosed = fields.find((field) => /^"(?:[^"]|"")*""(?:[^"]|"")*"$/.test(field));
  if (enclosed === undefined) return;
  throw new InputError(
    `${place}: has a field in quotes with doubled quotes inside, ` +
      `${shownValue(enclosed)}; ${advice.enclosed}`,
  );
}

async function* plainFields(
  blocks: AsyncIterable<Lines>,
  _: string,
  { delimiter }: DelimitedOptions,
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
  { delimiter, quotes, longest = LONGEST_LINE, advice = bySaying }: DelimitedOptions,
): AsyncGenerator<Fields[]> {
  let header: string | undefined;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const block of blocks) {
      header ??= [...textLines(block)][0]?.text;
      yield block.bytes;
    }
  }
  const source = Readable.from(bytes());
  // The parser counts a CR LF inside quotes as two lines.
  let countedTwice = 0;
  // First lines of the records that wait to be read.
  const begun: number[] = [];
  // Of the last record: its last line, and the blank ones before it.
  let last = { ends: 0, blanks: 0 };
  const parser = parse({
    delimiter,
    escape: quotes === "backslash" ? "\\" : '"',
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: longest,
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (record: string[], { lines, empty_lines: blanks }) => {
      const inside = record.join("");
      begun.push(lines - countOf(/[\r\n]/g, inside) - countedTwice);
      countedTwice += countOf(/\r\n/g, inside);
      last = { ends: lines - countedTwice, blanks };
      return record;
    },
  });
  source.on("error", (error) => parser.destroy(error));
  try {
    let batch: Fields[] = [];
    for await (const fields of source.pipe(parser) as AsyncIterable<string[]>) {
      batch.push({ fields, line: begun.shift()! });
      if (batch.length === 1000) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  } catch (cause) {
    const { code, message, lines, empty_lines: blanks = 0 } = cause as Refused;
    if (typeof code !== "string" || !/^(CSV_|INVALID_)/.test(code)) throw cause;
    const at = Number(/at line (\d+)/.exec(message)?.[1] ?? lines ?? 0) - countedTwice;
    // What is found at a later line, or at the file's end, began with its record.
    const begins = last.ends + 1 + blanks - last.blanks;
    const line = code === "CSV_QUOTE_NOT_CLOSED" ? begins : at;
    const since = begins < line ? `; its record begins at line ${begins}` : "";
    const isWhole = header !== undefined && !header.includes(delimiter);
    const blank = blankSteps.find(([by]) => by.test(message));
    const known = blank ? blank[1] : nextStep(code, advice);
    const step = (isWhole && otherDelimiter([header!], delimiter, advice)) || known;
    throw new InputError(`${shown}:${line}: ${readable(message)}${since}${step}`, { cause });
  } finally {
    source.destroy();
  }
}

/** The parser's words without the place, which is said before, and its own options. */
const readable = (message: string): string =>
  oneLine(message)
    .replace(/ at line \d+/, "")
    .replace(
      "delimiter, record delimiter, trimable character (if activated) or comment",
      "a delimiter",
    );

/** What to do about blanks around quotes, as in `text, "label" , more`. */
const blankSteps = [
  [
    /^Invalid Opening Quote: .* value is "\s+"/,
    "; a blank stands before the quote: remove those behind the delimiters",
  ],
  [
    /^Invalid Closing Quote: got "\s"/,
    "; a blank stands behind the quote: remove those before the delimiters",
  ],
] as const;

/** What to do about what the parser refuses. */
function nextStep(code: string, { orText, orBackslash }: FormAdvice): string {
  switch (code) {
    case "INVALID_OPENING_QUOTE":
      return `; enclose the field in quotes and double those inside${orText}`;
    case "CSV_INVALID_CLOSING_QUOTE":
      return `; double quotes inside quotes${orBackslash}`;
    case "CSV_QUOTE_NOT_CLOSED":
      return `; close it${orText}`;
    case "CSV_MAX_RECORD_SIZE":
      return "; is a quote never closed?";
    default:
      return "";
  }
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
