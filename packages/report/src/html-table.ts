// A table as markup: a caption, a header, rows of cells. On a small screen a row is a card, whose
// cells say their column: by a rule of the table's own, since a word in every cell of a thousand
// rows would be the largest part of the page.

import { element, escaped } from "./svg.js";

export interface Column<Row> {
  readonly header: string;
  /** Aligned to the right. */
  readonly number?: boolean;
  /** A cell's markup. */
  readonly cell: (row: Row) => string;
}

/**
 * The table within a box that scrolls sideways where the window has no room for its columns.
 * @param label what screen readers call it; default: the caption
 */
export function htmlTable<Row>(
  caption: string | undefined,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  label = caption ?? "table",
): string {
  const box = { class: "wide", tabindex: 0, role: "region", "aria-label": label };
  return element("div", box, bareTable(caption, columns, rows));
}

/** The table itself. */
export function bareTable<Row>(
  caption: string | undefined,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const kind = ({ number }: Column<Row>) => (number ? "n" : undefined);
  const head = columns.map((column) =>
    element("th", { scope: "col", class: kind(column) }, escaped(column.header)),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      ...columns.map((column) => element("td", { class: kind(column) }, column.cell(row))),
    ),
  );
  const { name, css } = cardRule(columns.map(({ header }) => header));
  const table = element(
    "table",
    { class: name },
    ...(caption === undefined ? [] : [element("caption", {}, escaped(caption))]),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
  return element("style", {}, css) + table;
}

/** The rule by which the cells of a card name their columns, and the class that it goes by. */
function cardRule(headers: readonly string[]): { name: string; css: string } {
  const name = `k${hashOf(headers.join("\n"))}`;
  const rules = headers.map(
    (header, i) => `.${name} td:nth-child(${i + 1})::before{content:${cssText(header)}}`,
  );
  return { name, css: `@media (max-width:700px){${rules.join("")}}` };
}

/** A text as CSS quotes it, which ends no element either. */
function cssText(text: string): string {
  const safe = text.replaceAll(
    /["\\<>&\p{Cc}]/gu,
    (one) => `\\${one.codePointAt(0)!.toString(16)} `,
  );
  return `"${safe}"`;
}

/** Tells tables of other headers apart; 32 bits of FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(36);
}

/** A column of plain text. */
export function text<Row>(header: string, of: (row: Row) => string, number = false): Column<Row> {
  return { header, number, cell: (row) => escaped(of(row)) };
}

/** Tables that are shown when their title is opened. */
export function folded(title: string, ...content: readonly string[]): string {
  return element("details", { class: "wide" }, element("summary", {}, title), ...content);
}
