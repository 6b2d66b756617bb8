// Lays rows of text out in columns that fit a width.

import { fit, pad, widthOf } from "@w2s/base";

export interface Column {
  readonly header: string;
  readonly align: "left" | "right";
  /** Narrowest width that its texts may be cut to; a column without one is never cut. */
  readonly least?: number;
  readonly paint?: (text: string, row: number) => string;
}

const gap = "  ";

/**
 * The columns' widths within `width`; undefined when they do not fit, or cutting would make two
 * texts one.
 */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] | undefined {
  const widths = columns.map((column, i) =>
    Math.max(widthOf(column.header), ...rows.map((row) => widthOf(row[i]!))),
  );
  let excess = sum(widths) + gap.length * (columns.length - 1) - width;
  while (excess > 0) {
    const widest = widestToCut(columns, widths);
    if (widest === undefined) return undefined;
    widths[widest]! -= 1;
    excess -= 1;
  }
  return columns.some((_, i) =>
    looksAlike(
      rows.map((row) => row[i]!),
      widths[i]!,
    ),
  )
    ? undefined
    : widths;
}

/** Whether two different texts would be cut to the same one. */
function looksAlike(texts: readonly string[], width: number): boolean {
  const different = new Set(texts);
  return new Set([...different].map((text) => fit(text, width))).size < different.size;
}

/** Header and rows as lines; painting comes after padding, so that escape codes take no room. */
export function columnLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  paintHeader: (text: string) => string,
): string[] {
  const cell = (text: string, i: number) =>
    pad(fit(text, widths[i]!), widths[i]!, columns[i]!.align);
  const header = columns.map((column, i) => cell(column.header, i)).join(gap);
  const lines = rows.map((row, r) => {
    const cells = row.map((text, i) => columns[i]!.paint?.(cell(text, i), r) ?? cell(text, i));
    return cells.join(gap).trimEnd();
  });
  return [paintHeader(header.trimEnd()), ...lines];
}

/** The widest column that may still lose a character. */
function widestToCut(columns: readonly Column[], widths: readonly number[]): number | undefined {
  const candidates = widths.flatMap((width, i) =>
    width > (columns[i]!.least ?? width) ? [i] : [],
  );
  return candidates.reduce<number | undefined>(
    (best, i) => (best === undefined || widths[i]! > widths[best]! ? i : best),
    undefined,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
