// The study on a terminal, in one chart: a line for each row, its PGR with its interval between the
// supervisor at 0 and the ceiling at 1. One mark a line cannot hide another.

import { fit, fitApart, pad, plural, widthOf } from "@w2s/base";
import type { Estimate, Outcome } from "@w2s/lab";
import { panelsOf } from "./figures/panels.js";
import { byPair, byTask, spreadOverTasks } from "./groups.js";
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

/** Narrower charts name a pair once, above its methods. */
const leastBeside = 64;
/** What the axis shows at most: beyond it stands an arrow. */
const [least, most] = [-1, 2];

/** What must not be overlooked: a mark before the row, which a line below the chart names. */
const notes = {
  explained: { mark: "*", text: "something else may explain the gain" },
  constant: { mark: "=", text: "constant answers: nothing was copied" },
} as const satisfies Partial<Record<Verdict, { readonly mark: string; readonly text: string }>>;

/** A row's note, if it has one. */
function noteOf(outcome: Outcome) {
  const said: Verdict = verdict(outcome);
  return Object.hasOwn(notes, said) ? notes[said as keyof typeof notes] : undefined;
}

/** The columns before a row: its mark, or none, and a blank. */
const gutter = 2;

/** A row as the chart shows it. */
interface Shown {
  readonly outcome: Outcome;
  readonly label: string;
}

/** How a chart lays its rows out. */
interface Layout {
  readonly width: number;
  /** Columns of the labels beside the bars; 0: they stand above them. */
  readonly labels: number;
  readonly fitted: (label: string) => string;
  readonly ascii: boolean;
}

/**
 * Lines of at most `width` columns: a task's name, then its rows, each with its mark and the bar of
 * its 95% interval. Where labels have no room beside the bars, uncut, a pair is named once above
 * its methods. Rows without a PGR are counted.
 */
export function textChart(outcomes: readonly Outcome[], options: TextChartOptions): string[] {
  if (outcomes.length === 0) return ["no outcomes"];
  const { ascii = false, most: mostRows = 24 } = options;
  const glyphs = ascii ? plain : unicode;
  const width = Math.max(16, options.width);
  const having = outcomes.filter(({ pgr }) => pgr.defined);
  const shown = spreadOverTasks(having, mostRows);
  const none = outcomes.length - having.length;
  if (shown.length === 0) return ["no row has a PGR"];
  const both = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  const methodOf = ({ method, labels }: Outcome) => `${method}${both ? `, ${labels}` : ""}`;
  const pairOf = ({ supervisor, student }: Outcome) => `${supervisor} ${glyphs.to} ${student}`;
  const nameOf = (row: Outcome) => `${pairOf(row)}, ${methodOf(row)}`;
  const beside = width < leastBeside ? 0 : Math.floor(width / 2) - gutter;
  const isWhole = shown.every((row) => widthOf(nameOf(row)) <= beside);
  const labels = shown.map(isWhole ? nameOf : methodOf);
  const layout = layoutOf(labels, isWhole ? beside : Math.floor(width / 3), { width, ascii });
  const indent = layout.labels === 0 ? gutter : gutter + layout.labels + 2;
  const axis = axisOf(shown, width - indent);
  const { supervisors } = panelsOf(outcomes);
  const paint = (text: string, supervisor: string) =>
    options.paint?.(text, supervisors.indexOf(supervisor), supervisors.length) ?? text;
  const line = (outcome: Outcome) => {
    const drawn = lineOf(outcome, axis, glyphs, (mark) => paint(mark, outcome.supervisor));
    const label = isWhole ? nameOf(outcome) : methodOf(outcome);
    return rowLines({ outcome, label: clipped(label, 200, ascii) }, drawn, layout);
  };
  const pair = (group: readonly Outcome[]) => [
    ...(isWhole ? [] : wrapped(clipped(pairOf(group[0]!), 200, ascii), width, ascii)),
    ...group.flatMap(line),
  ];
  const left = having.length - shown.length;
  return [
    ...byTask(shown).flatMap((group) => [
      clipped(group[0]!.task, width, ascii),
      ...(isWhole ? group.flatMap(line) : byPair(group).flatMap(pair)),
    ]),
    `${" ".repeat(indent)}${ticksOf(axis)}`.trimEnd(),
    ...legend(shown, glyphs, width),
    ...(left > 0 ? sentence(`and ${plural(left, "more row")} in the report`, width) : []),
    ...(none > 0 ? sentence(`no PGR in ${plural(none, "row")}`, width) : []),
  ];
}

/** Labels beside the bars within `most` columns, where different ones stay different. */
function layoutOf(
  labels: readonly string[],
  most: number,
  { width, ascii }: Pick<Layout, "width" | "ascii">,
): Layout {
  const whole = labels.map((label) => clipped(label, 200, ascii));
  const room = Math.min(Math.max(...whole.map(widthOf)), most);
  const cut = new Map(fitApart(whole, room).map((text, i) => [whole[i]!, dotless(text, ascii)]));
  const areApart = room > 0 && new Set(cut.values()).size === new Set(whole).size;
  const fitted = (label: string) => cut.get(label) ?? label;
  return { width, ascii, labels: areApart ? room : 0, fitted };
}

/** A row's label and bar, on one line where labels stand beside the bars. */
function rowLines({ outcome, label }: Shown, drawn: string, layout: Layout): string[] {
  const mark = pad(noteOf(outcome)?.mark ?? "", gutter);
  const { labels, fitted, width, ascii } = layout;
  if (labels > 0) return [`${mark}${pad(fitted(label), labels)}  ${drawn}`.trimEnd()];
  const [first, ...others] = sentence(label, width - gutter).map((part) =>
    dotless(fit(part, width - gutter), ascii),
  );
  const blank = " ".repeat(gutter);
  return [`${mark}${first}`, ...others.map((part) => blank + part), `${blank}${drawn}`.trimEnd()];
}

/** A pair's name above its rows, on as many lines as it needs. */
function wrapped(text: string, width: number, ascii: boolean): string[] {
  return sentence(text, width - 1).map((part) => ` ${dotless(fit(part, width - 1), ascii)}`);
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

/** What marks are; those before rows on a line of their own. */
function legend(outcomes: readonly Outcome[], glyphs: Glyphs, width: number): string[] {
  const entries = [
    `${glyphs.mark} PGR`,
    `${glyphs.bar.repeat(2)} 95% interval`,
    "0 the supervisor",
    "1 the ceiling",
  ];
  const marks = new Set(outcomes.map(noteOf).filter((note) => note !== undefined));
  return [
    ...packed(entries, "   ", width),
    ...[...marks].flatMap(({ mark, text }) => sentence(`${mark} ${text}`, width)),
  ];
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

/** Without a sign beyond ASCII where none may stand. */
function dotless(text: string, ascii: boolean): string {
  return ascii ? text.replaceAll("\u2026", "~") : text;
}
