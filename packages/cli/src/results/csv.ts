// Tables as CSV (RFC 4180).

export type Cell = string | number | null;

/** Header and rows, null as an empty cell, every number in full. */
export function csvText(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const known = new Map<string, string>();
  const written = (cell: Cell): string => {
    if (typeof cell !== "string") return cell === null ? "" : String(cell);
    const text = known.get(cell) ?? quoted(cell);
    known.set(cell, text);
    return text;
  };
  let text = `${header.map(written).join(",")}\r\n`;
  for (const row of rows) text += `${row.map(written).join(",")}\r\n`;
  return text;
}

/**
 * A text that a spreadsheet would run as a formula is led by an apostrophe: names may come from
 * somebody else's data.
 */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
