// What a file is by its first bytes, where that is another thing than its name says.

import { InputError, lfsPointer } from "@w2s/base";
import { bySaying, type FormAdvice } from "./advice.js";

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
  ["PK\x03\x04", "a zip archive, as an .xlsx is too; unpack it, or save the table as CSV"],
  ["\xd0\xcf\x11\xe0", "an Excel file; save the table as CSV"],
  ["\x1f\x8b", "packed with gzip twice; unpack it"],
  ["\x04\x22\x4d\x18", "packed with lz4; unpack it, or pack it with gzip"],
  ["BZh", "packed with bzip2; unpack it, or pack it with gzip"],
  ["\xfd7zXZ", "packed with xz; unpack it, or pack it with gzip"],
  ["\x28\xb5\x2f\xfd", "packed with zstd; unpack it, or pack it with gzip"],
  ["SQLite format 3", "an SQLite database; export the table as CSV"],
  ["\x89HDF", "an HDF5 file; write it as Parquet"],
  ["\x93NUMPY", "a NumPy file; write it as Parquet"],
  ["\x80\x04", "a pickle, which can run code; write it as Parquet"],
  ["\x80\x05", "a pickle, which can run code; write it as Parquet"],
  [lfsPointer.beginning, lfsPointer.says],
  ["\xff\xfe", "UTF-16; convert the file to UTF-8"],
  ["\xfe\xff", "UTF-16; convert the file to UTF-8"],
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
  const what = begunAs(bytes);
  if (what === undefined || what === EXPECTED[wanted]) return;
  // A table's first column may well be called "ORC".
  const isTable = /^[\t\r\n -~]+$/.test(bytes.subarray(0, 64).toString("latin1"));
  if (isTable && what !== lfsPointer.says && wanted === "UTF-8") return;
  throw new InputError(`${shown}: must be ${wanted}, got ${what}${nextStep(what, advice)}`);
}

/**
 * What a file of other than text is by its first bytes, and the next step, as the end of a
 * message; undefined where they do not tell.
 */
export function kindOf(bytes: Buffer): string | undefined {
  const what = begunAs(bytes);
  return what === undefined ? undefined : `${what}${nextStep(what, bySaying)}`;
}

/** Of a format that is read, how its reader is found. */
function nextStep(what: string, advice: FormAdvice): string {
  if (what === PARQUET) return `; ${advice.format("parquet")}`;
  return what === ARROW ? `; ${advice.format("arrow")}` : "";
}

function begunAs(bytes: Buffer): string | undefined {
  const begin = bytes.subarray(0, 64).toString("latin1");
  const known = BEGINNINGS.find(([start]) => begin.startsWith(start))?.[1];
  if (known !== undefined) return known;
  if (bytes.subarray(257, 262).toString("latin1") === "ustar") return "a tar archive; unpack it";
  return WIDE.test(begin) ? "UTF-16; convert the file to UTF-8" : undefined;
}
