// The columns of a delimited file: from its first line, from the user, or numbered.

import { InputError } from "@w2s/base";
import { quoted } from "./row.js";

/**
 * `true`: the first line names the columns; `false`: they are named "0", "1", ...; a list: these
 * are the names.
 */
export type Header = boolean | readonly string[];

export interface Columns {
  readonly names: readonly string[];
  /** True where the first line is a row, not a header. */
  readonly firstIsRow: boolean;
  /** Follows the message about a missing column: a header that looks like data. */
  readonly hint: string;
}

/**
 * Columns from a file's first line. @throws InputError when two have one name, or the list does not
 * fit the line
 */
export function columnsFrom(first: readonly string[], header: Header, shown: string): Columns {
  const names =
    header === true ? first : header === false ? first.map((_, index) => String(index)) : header;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const hint = header === true && looksLikeData(first) ? HINT : "";
  if (twice !== undefined)
    throw new InputError(`${shown}: two columns are named ${JSON.stringify(twice)}${hint}`);
  if (names.length !== first.length) {
    throw new InputError(
      `${shown}: header names ${names.length} columns (${quoted(names)}), got a first line of ` +
        `${first.length}`,
    );
  }
  return { names, firstIsRow: header !== true, hint };
}

const HINT = "; the first line looks like data: say header: false, or header: [names]";

/** A header has short names; numbers, empty cells and sentences are data. */
function looksLikeData(cells: readonly string[]): boolean {
  return cells.some(
    (cell) => cell.trim() === "" || cell.length > 40 || Number.isFinite(Number(cell)),
  );
}
