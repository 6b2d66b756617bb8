// The study on a terminal, in one chart: a line for each row, its PGR with its interval between the
// supervisor at 0 and the ceiling at 1. One mark a line cannot hide another.

import { fit, pad, widthOf } from "@w2s/base";
import type { Estimate, Outcome } from "@w2s/lab";
import { plural } from "./english.js";
import { panelsOf } from "./figures/panels.js";
import { byTask, spreadOverTasks } from "./groups.js";
import { decimal } from "./numbers.js";
import { clipped } from "./text.js";
import { type Verdict, verdict } from "./verdict.js";

/** How wide a chart of the terminal is, and what it may use. */
export interface TextChartOptions {
  /** Columns of the terminal; charts take at least 16. */
  readonly width: number;
  /** Nothing but ASCII; default false. */
  readonly ascii?: boolean;
  /** Most rows, of every task alike; the others are counted in the last line. Default 24. */
  readonly most?: number;
  /** Paints a row's mark by its supervisor's rank, 0 the weakest of `count`; default: no colour. */
  readonly paint?: (text: string, rank: number, count: number) => string;
}

interface Glyphs {
  readonly mark: string;
  readonly bar: string;
  readonly level: string;
  readonly left: string;
  readonly right: string;
  readonly to: string;
}

const unicode: Glyphs = { mark: "●", bar: "─", level: "│", left: "◂", right: "▸", to: "→" };
const plain: Glyphs = { mark: "o", bar: "-", level: "|", left: "<", right: ">", to: "->" };

/** Narrower charts have their labels above their lines. */
const leastBeside = 64;
/** What the axis shows at most: beyond it stands an arrow. */
const [least, most] = [-1, 2];

/** What must not be overlooked stands behind the bar, where it has room. */
const notes: Readonly<Partial<Record<Verdict, string>>> = {
  constant: "constant answers",
  explained: "explained",
};

/** A row as the chart shows it. */
interface Shown {
  readonly outcome: Outcome;
  readonly label: string;
}

/**
 * Lines of at most `width` columns: a task's name, then its rows, each with its mark and the bar of
 * its 95% interval. Rows without a PGR are counted.
 */
export function textChart(outcomes: readonly Outcome[], options: TextChartOptions): string[] {
  if (outcomes.length === 0) return ["no outcomes"];
  const { ascii = false, most: rows = 24 } = options;
  const glyphs = ascii ? plain : unicode;
  const width = Math.max(16, options.width);
  const having = outcomes.filter(({ pgr }) => pgr.defined);
  const shown = spreadOverTasks(having, rows);
  const none = outcomes.length - having.length;
  if (shown.length === 0) return ["no row has a PGR"];
  const both = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  const labelOf = ({ supervisor, student, method, labels }: Outcome) =>
    `${supervisor} ${glyphs.to} ${student}, ${method}${both ? `, ${labels}` : ""}`;
  const labelled = (group: readonly Outcome[]): Shown[] =>
    group.map((outcome) => ({ outcome, label: clipped(labelOf(outcome), 200, ascii) }));
  const tasks = byTask(shown).map(labelled);
  const widest = Math.max(...tasks.flat().map(({ label }) => widthOf(label)));
  // Rows that were cut to the same label would be told apart by nothing.
  const areApart = (space: number) =>
    tasks.every((rows) => {
      const cut = rows.map(({ label }) => cutTo(label, space, ascii));
      return new Set(cut).size === new Set(rows.map(({ label }) => label)).size;
    });
  const beside = Math.min(widest, Math.floor(width / 2) - 2);
  const labels = width < leastBeside || !areApart(beside) ? 0 : beside;
  const wraps = labels === 0 && !areApart(width - 2);
  const columns = width - (labels === 0 ? 2 : labels + 4);
  const axis = axisOf(shown, columns);
  const { supervisors } = panelsOf(outcomes);
  const paint = (text: string, supervisor: string) =>
    options.paint?.(text, supervisors.indexOf(supervisor), supervisors.length) ?? text;
  const line = ({ outcome, label }: Shown): string[] => {
    const drawn = lineOf(outcome, axis, glyphs, (mark) => paint(mark, outcome.supervisor));
    if (labels > 0) {
      return [`  ${pad(cutTo(label, labels, ascii), labels)}  ${drawn}`.trimEnd()];
    }
    const above = wraps ? sentence(label, width - 2) : [label];
    return [...above.map((part) => `  ${cutTo(part, width - 2, ascii)}`), `  ${drawn}`.trimEnd()];
  };
  const left = having.length - shown.length;
  const indent = " ".repeat(labels === 0 ? 2 : labels + 4);
  return [
    ...tasks.flatMap((rows) => [
      clipped(rows[0]!.outcome.task, width, ascii),
      ...rows.flatMap(line),
    ]),
    `${indent}${ticksOf(axis)}`.trimEnd(),
    ...legend(glyphs, width),
    ...(left > 0 ? sentence(`and ${plural(left, "more row")} in the report`, width) : []),
    ...(none > 0 ? sentence(`no PGR in ${plural(none, "row")}`, width) : []),
  ];
}

interface Axis {
  readonly columns: number;
  readonly at: (value: number) => number;
}

function axisOf(outcomes: readonly Outcome[], columns: number): Axis {
  const all = outcomes.flatMap(({ pgr }) => (pgr.defined ? [pgr.low, pgr.high] : []));
  const low = Math.max(least, Math.min(0, ...all));
  const high = Math.min(most, Math.max(1, ...all));
  const at = (value: number) => Math.round(((value - low) / (high - low)) * (columns - 1));
  return { columns, at };
}

function lineOf(
  outcome: Outcome,
  axis: Axis,
  glyphs: Glyphs,
  paint: (text: string) => string,
): string {
  const { columns, at } = axis;
  const cells = new Array<string>(columns).fill(" ");
  for (const level of [0, 1]) cells[at(level)] = glyphs.level;
  const { pgr } = outcome;
  if (!pgr.defined) return cells.join("");
  draw(cells, pgr, axis, glyphs);
  const place = Math.max(0, Math.min(columns - 1, at(pgr.value)));
  cells[place] = paint(glyphs.mark);
  const note = notes[verdict(outcome)];
  const after = at(Math.max(pgr.high, pgr.value)) + 2;
  if (note !== undefined && after + note.length <= columns) cells.splice(after, note.length, note);
  return cells.join("");
}

/** The interval, with an arrow at the side where it goes on beyond the axis. */
function draw(cells: string[], { low, high }: Estimate, { at, columns }: Axis, g: Glyphs): void {
  const [from, to] = [Math.max(0, at(low)), Math.min(columns - 1, at(high))];
  for (let column = from; column <= to; column++) cells[column] = g.bar;
  if (at(low) < 0) cells[0] = g.left;
  if (at(high) > columns - 1) cells[columns - 1] = g.right;
}

/** "0" and "1" below their levels, and what they are where there is room. */
function ticksOf({ at, columns }: Axis): string {
  const [zero, one] = [at(0), at(1)];
  const line = new Array<string>(columns).fill(" ");
  line[zero] = decimal(0, 0);
  line[one] = decimal(1, 0);
  return line.join("");
}

function legend(glyphs: Glyphs, width: number): string[] {
  const entries = [
    `${glyphs.mark} PGR`,
    `${glyphs.bar.repeat(2)} 95% interval`,
    "0 the supervisor",
    "1 the ceiling",
  ];
  return packed(entries, "   ", width);
}

const sentence = (text: string, width: number): string[] => packed(text.split(" "), " ", width);

/** As many entries a line as have room. */
function packed(entries: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const longer = `${lines.at(-1)}${separator}${entry}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(entry);
  }
  return lines;
}

/** Both ends of a label tell it apart. */
function cutTo(label: string, width: number, ascii: boolean): string {
  const cut = fit(label, width);
  return ascii ? cut.replaceAll("\u2026", "~") : cut;
}
