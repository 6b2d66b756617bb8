// A study runs transpiled, line by line as it was written but for one thing: "export default" goes
// to the end of the line before it, and what its expression throws is told to come from there.

/** What was transpiled, by file. */
const codes = new Map<string, string[]>();

/** Keeps what a file was transpiled to, for `writtenLine`. */
export function keepTranspiled(file: string, code: string): void {
  codes.set(file, code.split("\n"));
}

/**
 * The line of a file that a place in what was transpiled from it was written on; both count from 1.
 */
export function writtenLine(file: string, line: number, column: number): number {
  const lines = codes.get(file) ?? [];
  const moved = /\bexports\.default\s*=\s*$/.exec(lines[line - 1] ?? "");
  if (moved === null || column <= moved.index) return line;
  const blank = lines.slice(line).findIndex((text) => text.trim() !== "");
  return blank < 0 ? line : line + blank + 1;
}
