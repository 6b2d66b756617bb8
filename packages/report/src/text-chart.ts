// The figure on a terminal: a small chart for each panel, as many beside each other as there is
// room for. It says what it says without colour: each supervisor has a letter.

import { pad, widthOf } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { type Panel, type Panels, type Point, panelsOf } from "./figures/panels.js";
import { scoreDomain } from "./figures/scales.js";
import type { SizeAxis } from "./figures/sizes.js";
import { decimal } from "./numbers.js";
import { flopText, parametersText } from "./size-text.js";
import { clipped } from "./text.js";

/** How wide a chart of the terminal is, and what it may use. */
export interface TextChartOptions {
  /** Columns of the terminal; charts take at least 24. */
  readonly width: number;
  /** Nothing but ASCII; default false. */
  readonly ascii?: boolean;
  /** Most panels; the others are counted in the last line. Default 6. */
  readonly most?: number;
  /** Paints a supervisor's letter by its rank, 0 the weakest of `count`; default: no colour. */
  readonly paint?: (text: string, rank: number, count: number) => string;
}

/** Rows of a chart, an odd number so that every second one has its score. */
const height = 11;
const leastWidth = 34;
/** Columns of the scores left of the axis, the axis included. */
const scoreColumns = 6;
const letters = "abcdefghijklmnopqrstuvwxyz";

interface Glyphs {
  readonly axis: string;
  readonly tick: string;
  readonly corner: string;
  readonly floor: string;
  readonly ceiling: string;
  readonly bar: string;
  readonly weak: string;
}

const unicode: Glyphs = {
  axis: "│",
  tick: "┤",
  corner: "└",
  floor: "─",
  ceiling: "●",
  bar: "╎",
  weak: "·",
};
const plain: Glyphs = {
  axis: "|",
  tick: "+",
  corner: "+",
  floor: "-",
  ceiling: "#",
  bar: ":",
  weak: ".",
};

/**
 * The figure as lines of at most `width` columns: letters are students by their supervisor, the dot
 * is the ceiling, bars are 95% intervals that reach beyond a row, dotted rows the supervisors' own
 * scores.
 */
export function textChart(outcomes: readonly Outcome[], options: TextChartOptions): string[] {
  if (outcomes.length === 0) return ["no outcomes"];
  const { ascii = false, most = 6 } = options;
  const width = Math.max(24, options.width);
  const drawn = panelsOf(outcomes);
  const shown = chosen(drawn, most);
  const beside = panelsBeside(new Set(shown.map(({ series }) => series)).size, width);
  const each = Math.min(60, Math.floor((width - 2 * (beside - 1)) / beside));
  const blocks = shown.map((panel) =>
    panelLines(panel, drawn, each, ascii ? plain : unicode, options),
  );
  const rows: string[] = [];
  for (let i = 0; i < blocks.length; i += beside) {
    const group = blocks.slice(i, i + beside);
    for (let line = 0; line < group[0]!.length; line++) {
      rows.push(
        group
          .map((block) => block[line]!)
          .join("  ")
          .trimEnd(),
      );
    }
    rows.push("");
  }
  const left = drawn.panels.length - shown.length;
  return [
    ...rows,
    ...legendLines(drawn, width, ascii ? plain : unicode, ascii, options.paint),
    ...(left > 0 ? [`and ${left} more panel${left === 1 ? "" : "s"} in the report`] : []),
  ];
}

/**
 * At most so many panels: where not all have room, the first ways of teaching on every task, rather
 * than all on the first.
 */
function chosen({ panels, tasks, series }: Panels, most: number): readonly Panel[] {
  if (panels.length <= most) return panels;
  const first = series.slice(0, Math.max(1, Math.floor(most / tasks.length)));
  return panels.filter((panel) => first.includes(panel.series)).slice(0, most);
}

/**
 * How many panels stand beside each other: all ways of teaching a task, or a part of them that
 * leaves no row short.
 */
function panelsBeside(series: number, width: number): number {
  const fit = Math.max(1, Math.floor((width + 2) / (leastWidth + 2)));
  if (series === 1) return Math.min(3, fit);
  const even = [fit, fit - 1, fit - 2].find((count) => count > 1 && series % count === 0);
  return Math.min(series, even ?? fit);
}

interface Mark {
  readonly glyph: string;
  /** Rank of the supervisor whose colour it has; undefined: no colour. */
  readonly rank?: number | undefined;
}

function panelLines(
  panel: Panel,
  { axis, panels, supervisors }: Panels,
  width: number,
  glyphs: Glyphs,
  { paint, ascii = false }: TextChartOptions,
): string[] {
  const columns = width - scoreColumns;
  const [low, top] = scoreDomain(panels.filter(({ task }) => task === panel.task));
  const high = Math.min(top, 1);
  const rowOf = (score: number) =>
    Math.max(0, Math.min(height - 1, Math.round(((high - score) / (high - low)) * (height - 1))));
  const columnOf = columnsFor(axis, columns);
  const canvas: (Mark | undefined)[][] = Array.from({ length: height }, () =>
    new Array(columns).fill(undefined),
  );
  const put = (row: number, column: number, mark: Mark, over: boolean) => {
    if (column >= 0 && column < columns && (over || canvas[row]![column] === undefined))
      canvas[row]![column] = mark;
  };
  for (const { weak, rank } of panel.lines) {
    for (let column = 0; column < columns; column += 2)
      put(rowOf(weak.value), column, { glyph: glyphs.weak, rank }, false);
  }
  const draw = (point: Point, aside: number, mark: Mark) => {
    const column = columnOf(point.place.at) + aside;
    const { value, low: from, high: to } = point.score;
    for (let row = rowOf(to); row <= rowOf(from); row++)
      put(row, column, { ...mark, glyph: glyphs.bar }, true);
    put(rowOf(value), column, mark, true);
  };
  for (const point of panel.ceiling) draw(point, 0, { glyph: glyphs.ceiling });
  panel.lines.forEach((line, i) => {
    const aside = i + 1 - (i + 1 > panel.lines.length / 2 ? 0 : panel.lines.length + 1);
    for (const point of line.points)
      draw(point, aside, { glyph: letters[line.rank % 26]!, rank: line.rank });
  });
  const painted = ({ glyph, rank }: Mark) =>
    rank === undefined || paint === undefined ? glyph : paint(glyph, rank, supervisors.length);
  const body = canvas.map((row, r) => {
    const label = r % 2 === 0 ? decimal(high - ((high - low) * r) / (height - 1), 2) : "";
    const side = `${label.padStart(scoreColumns - 2)} ${label === "" ? glyphs.axis : glyphs.tick}`;
    return side + row.map((mark) => (mark === undefined ? " " : painted(mark))).join("");
  });
  const floor = `${" ".repeat(scoreColumns - 1)}${glyphs.corner}${glyphs.floor.repeat(columns)}`;
  return [
    pad(clipped(`${panel.task}: ${panel.series}`, width, ascii), width),
    ...body,
    floor,
    pad(" ".repeat(scoreColumns) + ticks(axis, columns, columnOf, ascii), width),
  ];
}

/** Students of one figure stand in the same columns of all panels, with room on both sides. */
function columnsFor({ kind, places }: SizeAxis, columns: number): (at: number) => number {
  const along = kind === "order" ? (at: number) => at : Math.log;
  const all = [...places.values()].map(({ at }) => along(at));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = 4;
  return (at) => {
    const share = most === least ? 0.5 : (along(at) - least) / (most - least);
    return Math.round(room + share * (columns - 1 - 2 * room));
  };
}

/** Sizes or names below the axis, those that would touch left out. */
function ticks(
  { kind, places }: SizeAxis,
  columns: number,
  columnOf: (at: number) => number,
  ascii: boolean,
): string {
  const all = [...new Map([...places.values()].map((place) => [place.at, place])).values()];
  const room = Math.max(4, Math.floor(columns / Math.max(1, all.length)) - 1);
  let line = "";
  for (const { at, short } of all) {
    const label =
      kind === "flop"
        ? flopText(at)
        : kind === "parameters"
          ? parametersText(at)
          : clipped(short, room, ascii);
    const width = widthOf(label);
    const start = Math.max(0, Math.min(columns - width, columnOf(at) - Math.floor(width / 2)));
    if (line === "" || start > widthOf(line)) line = pad(line, start) + label;
  }
  return line;
}

function legendLines(
  { supervisors, axis }: Panels,
  width: number,
  { ceiling, weak, bar }: Glyphs,
  ascii: boolean,
  paint: TextChartOptions["paint"],
): string[] {
  const painted = (glyph: string, rank: number) =>
    paint?.(glyph, rank, supervisors.length) ?? glyph;
  const entries = [
    ...supervisors.map((supervisor, rank) => {
      const glyph = letters[rank % 26]!;
      return {
        glyph,
        shown: painted(glyph, rank),
        text: `taught by ${clipped(supervisor, width - 14, ascii)}`,
      };
    }),
    { glyph: ceiling, text: "ceiling" },
    { glyph: weak.repeat(3), text: "the supervisor itself" },
    { glyph: bar, text: "95% interval" },
    { glyph: "across:", text: axis.title },
  ].map((entry) => ({ shown: entry.glyph, ...entry }));
  const lines: string[] = [];
  let [line, used] = ["", 0];
  for (const { glyph, shown, text } of entries) {
    const cut = clipped(text, width - widthOf(glyph) - 1, ascii);
    const needed = widthOf(glyph) + 1 + widthOf(cut);
    if (used > 0 && used + 3 + needed > width) {
      lines.push(line);
      [line, used] = ["", 0];
    }
    line += `${used > 0 ? "   " : ""}${shown} ${cut}`;
    used += (used > 0 ? 3 : 0) + needed;
  }
  return [...lines, line];
}
