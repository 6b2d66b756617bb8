// Tables as CSV (RFC 4180).

export type Cell = string | number | null;

/** Header and rows, null as an empty cell, every number in full. */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(quoted).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/**
 * A text that a spreadsheet would run as a formula is led by an apostrophe: names may come from
 * somebody else's data.
 */
function quoted(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
