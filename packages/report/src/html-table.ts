// A table as markup: a caption, a header, rows of cells. On a small screen a row is a card, whose
// cells say their column by data-h.

import { element, escaped } from "./svg.js";

export interface Column<Row> {
  readonly header: string;
  /** Aligned to the right. */
  readonly number?: boolean;
  /** A cell's markup. */
  readonly cell: (row: Row) => string;
}

/** The table within a box that scrolls sideways where the window has no room for its columns. */
export function htmlTable<Row>(
  caption: string | undefined,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const box = { class: "wide", tabindex: 0, role: "region", "aria-label": caption ?? "table" };
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
    element("tr", {}, ...columns.map((column) => cellOf(column, row, kind(column)))),
  );
  return element(
    "table",
    {},
    ...(caption === undefined ? [] : [element("caption", {}, escaped(caption))]),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
}

/** A cell; what is in it is one element, so that a card keeps it together. */
function cellOf<Row>({ header, cell }: Column<Row>, row: Row, kind: string | undefined): string {
  const content = cell(row);
  const whole = content.includes("<") ? element("span", { class: "cell" }, content) : content;
  return element("td", { class: kind, "data-h": header }, whole);
}

/** A column of plain text. */
export function text<Row>(header: string, of: (row: Row) => string, number = false): Column<Row> {
  return { header, number, cell: (row) => escaped(of(row)) };
}

/** Tables that are shown when their title is opened. */
export function folded(title: string, ...content: readonly string[]): string {
  return element("details", { class: "wide" }, element("summary", {}, title), ...content);
}
