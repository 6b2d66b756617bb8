// The columns of a delimited file: from its first line, from the user, or numbered.

import { InputError } from "@w2s/base";
import { bySaying, type FormAdvice } from "./advice.js";
import { quoted } from "./row.js";

/**
 * `true`: the first line names the columns; `false`: they are named "0", "1", ...; a list: these
 * are the names.
 */
export type Header = boolean | readonly string[];

export interface FoundColumns {
  readonly names: readonly string[];
  /** True where the first line is a row, not a header. */
  readonly firstIsRow: boolean;
  /** Follows the message about a missing column: a header that looks like data. */
  readonly hint: string;
}

interface FirstLine {
  readonly header: Header;
  readonly delimiter: string;
  readonly advice?: FormAdvice | undefined;
}

/** Columns from a file's first line. @throws InputError when the list does not fit the line */
export function columnsFrom(
  first: readonly string[],
  { header, delimiter, advice = bySaying }: FirstLine,
  shown: string,
): FoundColumns {
  const names =
    header === true ? first : header === false ? first.map((_, index) => String(index)) : header;
  const divided = /^sep=/i.test(first[0] ?? "")
    ? EXCELS_LINE
    : otherDelimiter(first, delimiter, advice);
  const isEnclosed = header === true && first.some((name) => /^"[^"]*"$/.test(name));
  // What R writes, for one, where nobody has said that quotes enclose fields.
  const enclosed = isEnclosed ? `; fields are in quotes: ${advice.quotedNames}` : "";
  const isData = header === true && looksLikeData(first);
  const data = isData ? `; the first line looks like data: ${advice.header}` : "";
  const isComment = header === true && first.length === 1 && /^\s*(#|\/\/)/.test(first[0]!);
  const comment = isComment ? "; the first line is a comment and no header: remove it" : "";
  const hint = comment || divided || enclosed || data;
  if (names.length !== first.length) {
    throw new InputError(
      `${shown}: header names ${names.length} columns (${quoted(names)}), got a first line of ` +
        `${first.length}${divided}`,
    );
  }
  return { names, firstIsRow: header !== true, hint };
}

/** Excel reads its delimiter from such a line; nobody else does. */
const EXCELS_LINE = "; the first line is Excel's own and no header: remove it";

/** What divides fields in tables that people have, the likeliest first; the last is Hive's. */
const DELIMITERS = [",", ";", "\t", "|", "^", "~", "\u0001"];

/** Where the whole first line is one field with another delimiter in it, what to say. */
export function otherDelimiter(
  first: readonly string[],
  delimiter: string,
  advice: FormAdvice,
): string {
  if (first.length !== 1) return "";
  const other = DELIMITERS.find(
    (candidate) => candidate !== delimiter && first[0]!.includes(candidate),
  );
  return other === undefined
    ? ""
    : `; are fields divided by ${JSON.stringify(other)}? ${advice.delimiter(delimiter)}`;
}

/** A header has short names; numbers, empty cells and sentences are data. */
function looksLikeData(cells: readonly string[]): boolean {
  return cells.some(
    (cell) => cell.trim() === "" || cell.length > 40 || Number.isFinite(Number(cell)),
  );
}
