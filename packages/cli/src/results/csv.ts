// Tables as CSV (RFC 4180).

export type CsvValue = string | number | null;

/** Pieces of so many characters are handed on. */
const pieceLength = 2 ** 16;

/** Header and rows, null as an empty cell, every number in full. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  return [...csvPieces(header, rows)].join("");
}

/** The same piece by piece, for a table that is larger than one likes to hold as a text. */
export function* csvPieces(
  header: readonly string[],
  rows: Iterable<readonly CsvValue[]>,
): Generator<string> {
  // A column mostly repeats what stands above, which is quoted once.
  const above: string[] = [];
  const quotedAbove: string[] = [];
  const written = (cell: CsvValue, column: number): string => {
    if (typeof cell !== "string") return cell === null ? "" : String(cell);
    if (cell !== above[column]) {
      above[column] = cell;
      quotedAbove[column] = quoted(cell);
    }
    return quotedAbove[column]!;
  };
  let piece = `${header.map(quoted).join(",")}\r\n`;
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      if (column > 0) piece += ",";
      piece += written(row[column]!, column);
    }
    piece += "\r\n";
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/**
 * A text that a spreadsheet would run as a formula is led by an apostrophe: names may come from
 * somebody else's data.
 */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
