// What a file is by its first bytes, where that is another thing than its name says.

import { InputError, lfsPointer } from "@w2s/base";
import { bySaying, type FormAdvice } from "./advice.js";
import { withoutMark } from "./lines.js";

const PARQUET = "a Parquet file";
const ARROW = "an Arrow file or stream";

/** Beginnings of files that are no table in text, what they are, and most often the next step. */
const BEGINNINGS: readonly (readonly [begin: string, what: string])[] = [
  ["PAR1", PARQUET],
  ["PARE", "an encrypted Parquet file; write it without encryption"],
  ["ARROW1", ARROW],
  ["\xff\xff\xff\xff", ARROW],
  ["FEA1", "a Feather file of the first version; write it as Parquet"],
  ["ORC", "an ORC file; write it as Parquet"],
  ["Obj\x01", "an Avro file; write it as Parquet"],
  ["PK\x03\x04", "a zip archive, as an .xlsx is too; unpack it, or save the table as CSV"],
  ["\xd0\xcf\x11\xe0", "an Excel file; save the table as CSV"],
  ["\x1f\x8b", "packed with gzip twice; unpack it"],
  ["\x04\x22\x4d\x18", "packed with lz4; unpack it, or pack it with gzip"],
  ["BZh", "packed with bzip2; unpack it, or pack it with gzip"],
  ["\xfd7zXZ", "packed with xz; unpack it, or pack it with gzip"],
  ["\xff\x06\x00\x00sNaPpY", "packed with Snappy; unpack it, or pack it with gzip"],
  ["7z\xbc\xaf", "a 7z archive; unpack it"],
  ["Rar!\x1a", "a RAR archive; unpack it"],
  ["\x28\xb5\x2f\xfd", "packed with zstd; unpack it, or pack it with gzip"],
  ["SQLite format 3", "an SQLite database; export the table as CSV"],
  ["\x89HDF", "an HDF5 file; write it as Parquet"],
  ["\x93NUMPY", "a NumPy file; write it as Parquet"],
  ["$FL2@(#)", "an SPSS file; write it as Parquet"],
  ["<stata_dta>", "a Stata file; write it as Parquet"],
  ["r\x02\x01\x00", "a Stata file; write it as Parquet"],
  ["s\x02\x01\x00", "a Stata file; write it as Parquet"],
  ["RDX2\n", "an R workspace; write the table as CSV"],
  ["RDX3\n", "an R workspace; write the table as CSV"],
  ["X\n\0\0\0", "an R object; write the table as CSV"],
  ["\x80\x02", "a pickle, which can run code; write it as Parquet"],
  ["\x80\x03", "a pickle, which can run code; write it as Parquet"],
  ["\x80\x04", "a pickle, which can run code; write it as Parquet"],
  ["\x80\x05", "a pickle, which can run code; write it as Parquet"],
  ["\xff\xfe", "UTF-16; convert the file to UTF-8"],
  ["\xfe\xff", "UTF-16; convert the file to UTF-8"],
];

const PAGE = "an HTML page, as a sign-in or an error is; download the file itself";
const ANSWER = "a server's answer that it has no such file to give; download it again";

/**
 * First lines of texts that are no table, whatever they are called. A table of web pages may begin
 * with one, and a field ends behind it.
 */
const TEXTS: readonly (readonly [line: RegExp, what: string])[] = [
  [new RegExp(`^${lfsPointer.beginning}`), lfsPointer.says],
  [/^\s*<(?:!doctype html|html)\b[^\t]*$/i, PAGE],
  [/^\s*<\?xml\b[^\t]*$/, "an XML document; write its rows as CSV, or as JSON lines"],
  [/^%PDF-\d/, "a PDF; write its tables as CSV"],
  [/^(?:Entry not found|Invalid username or password\.|404: Not Found)$/, ANSWER],
];

/** A first character of ASCII in two bytes: UTF-16 whose mark was left out. */
const WIDE = /^(?:[\t -~]\0[^\0]\0|\0[\t -~]\0[^\0])/;

/** What a file's bytes are expected to be, and what first bytes of that kind are called here. */
const EXPECTED = { Parquet: PARQUET, Arrow: ARROW, "UTF-8": undefined };

/**
 * A file's bytes as they are, its first ones looked at.
 * @throws InputError, from the generator, for those of another kind of file than is wanted
 */
export async function* ofFormat(
  chunks: AsyncIterable<Buffer>,
  shown: string,
  wanted: keyof typeof EXPECTED,
  advice: FormAdvice = bySaying,
): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) refuseOther(chunk, shown, wanted, advice);
    isFirst = false;
    yield chunk;
  }
}

function refuseOther(
  bytes: Buffer,
  shown: string,
  wanted: keyof typeof EXPECTED,
  advice: FormAdvice,
): void {
  const text = noTable(bytes);
  const what = text ?? begunAs(bytes);
  if (what === undefined || what === EXPECTED[wanted]) return;
  // A table's first column may well be called "ORC".
  const isTable = /^[\t\r\n -~]+$/.test(bytes.subarray(0, 64).toString("latin1"));
  if (isTable && text === undefined && wanted === "UTF-8") return;
  const must = text === undefined || wanted !== "UTF-8" ? wanted : "a table";
  throw new InputError(`${shown}: must be ${must}, got ${what}${nextStep(what, advice)}`);
}

/**
 * What a file of other than text is by its first bytes, and the next step, as the end of a
 * message; undefined where they do not tell.
 */
export function kindOf(bytes: Buffer): string | undefined {
  const what = noTable(bytes) ?? begunAs(bytes);
  return what === undefined ? undefined : `${what}${nextStep(what, bySaying)}`;
}

/** Of a format that is read, how its reader is found. */
function nextStep(what: string, advice: FormAdvice): string {
  if (what === PARQUET) return `; ${advice.format("parquet")}`;
  return what === ARROW ? `; ${advice.format("arrow")}` : "";
}

/** What a text is that is no table, by its first line that is not blank. */
function noTable(bytes: Buffer): string | undefined {
  const line = /\S[^\r\n]*/.exec(withoutMark(bytes).toString("latin1"))?.[0] ?? "";
  return TEXTS.find(([begin]) => begin.test(line))?.[1];
}

function begunAs(bytes: Buffer): string | undefined {
  const begin = bytes.subarray(0, 64).toString("latin1");
  const known = BEGINNINGS.find(([start]) => begin.startsWith(start))?.[1];
  if (known !== undefined) return known;
  if (bytes.subarray(257, 262).toString("latin1") === "ustar") return "a tar archive; unpack it";
  return WIDE.test(begin) ? "UTF-16; convert the file to UTF-8" : undefined;
}
