// The overview: PGR of every supervisor and student as a coloured matrix, one for each task and
// method. Colour only repeats the number in each cell.

import type { Figure, FigureRow, Outcome } from "@w2s/lab";
import { interpolateRdBu } from "d3-scale-chromatic";
import { explanations } from "../explained.js";
import { byTask } from "../groups.js";
import { decimal, estimateCells, pgrText } from "../numbers.js";
import { element, escaped, short } from "../svg.js";
import { verdict } from "../verdict.js";
import { drawing, fitted, heading, text, textWidth } from "./drawing.js";
import { leastBeside } from "./layout.js";
import { inkCss } from "./palette.js";
import { panelsOf } from "./panels.js";
import { shortLabel, withoutAdapted } from "./sizes.js";

/** Cells that are drawn, on a large page and on a small one; the data has them all. */
const [mostCells, mostNarrow] = [1000, 200];

/** Pixels of a cell, where there is room. */
const cell = { width: 54, height: 26 } as const;
/** Steps of the scale from -1 to 1, an odd number so that 0 has its own. */
const steps = 21;

export const overviewFigure: Figure = {
  name: "overview",
  doc:
    "PGR of every supervisor (rows, the weakest first) and student (columns), one matrix per " +
    "task and method; of a single student, PGR of every supervisor and method. 1 is full " +
    "recovery, 0 is as good as the supervisor; deeper blue is more, red is below 0. A star: " +
    "something else than the supervisor's labels may explain the gain. const: student or " +
    "supervisor gives nearly the same answer everywhere, so nothing was copied. A dash: PGR is " +
    "undefined; an arrow beside it: the gain is clear all the same.",
  draw(outcomes, { width }) {
    if (outcomes.length === 0) return null;
    const { supervisors, axis } = panelsOf(outcomes);
    const students = [...axis.places.keys()];
    const order = orderOf(outcomes, supervisors, students);
    const all = students.length > 1 ? matricesOf(outcomes) : byTask(outcomes).map(wholeMatrix);
    const shown = within(all, width < leastBeside ? mostNarrow : mostCells);
    const more = all.length - shown.length;
    const what = `PGR by ${order.rows.what} (rows) and ${order.columns.what} (columns)`;
    const title = `${what}${more > 0 ? `, ${more} more in the data` : ""}`;
    const head = heading(title, width);
    let [left, top, tallest] = [0, head.height + 6, 0];
    const drawn = byTaskName(shown).map((group) => {
      const block = taskBlock(group, order, width);
      if (left > 0 && left + block.width > width) [left, top, tallest] = [0, top + tallest, 0];
      const svg = block.at(left, top);
      [left, tallest] = [left + block.width, Math.max(tallest, block.height)];
      return svg;
    });
    const description = "The tables below have the same numbers.";
    const about = { width, height: top + tallest, title, description, css: scaleCss() };
    return { svg: drawing(about, head.svg, ...drawn), rows: outcomes.map(rowOf) };
  },
};

/** Cells of one task: those that are taught in one way; of one student, in several. */
interface Matrix {
  readonly task: string;
  /** Above it; empty where its columns are the ways. */
  readonly way: string;
  readonly rows: readonly Outcome[];
}

/** The method, and the labels where there are both kinds. */
function wayIn(outcomes: readonly Outcome[]) {
  const both = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  return ({ method, labels }: Outcome) => `${method}${both ? `, ${labels} labels` : ""}`;
}

function matricesOf(outcomes: readonly Outcome[]): Matrix[] {
  const wayOf = wayIn(outcomes);
  return byTask(outcomes).flatMap((group) =>
    [...new Set(group.map(wayOf))].map((way) => ({
      task: group[0]!.task,
      way,
      rows: group.filter((outcome) => wayOf(outcome) === way),
    })),
  );
}

/** Of one student: all ways of a task in one matrix. */
const wholeMatrix = (rows: readonly Outcome[]): Matrix => ({ task: rows[0]!.task, way: "", rows });

/** What stands along one side of the matrices. */
interface Side {
  readonly what: string;
  readonly names: readonly string[];
  readonly of: (outcome: Outcome) => string;
  readonly shortOf: (outcome: Outcome) => string;
}

interface Order {
  readonly rows: Side;
  readonly columns: Side;
}

/**
 * Supervisors by students; of a single student, supervisors by ways of teaching, the longer list
 * downwards.
 * @param supervisors from the weakest to the strongest
 * @param students as on the axis of sizes
 */
function orderOf(
  outcomes: readonly Outcome[],
  supervisors: readonly string[],
  students: readonly string[],
): Order {
  const teachers: Side = {
    what: "supervisor",
    names: supervisors,
    of: ({ supervisor }) => supervisor,
    shortOf: ({ supervisor, supervisorModel }) => withoutAdapted(supervisor, supervisorModel),
  };
  if (students.length > 1) {
    const of = ({ student }: Outcome) => student;
    return {
      rows: teachers,
      columns: { what: "student", names: students, of, shortOf: shortLabel },
    };
  }
  const of = wayIn(outcomes);
  const ways: Side = { what: "method", names: [...new Set(outcomes.map(of))], of, shortOf: of };
  return ways.names.length > supervisors.length
    ? { rows: ways, columns: teachers }
    : { rows: teachers, columns: ways };
}

/** The first matrices, with at most so many cells, and one at least. */
function within(matrices: readonly Matrix[], cells: number): Matrix[] {
  let count = 0;
  return matrices.filter(({ rows }, i) => {
    count += rows.length;
    return i === 0 || count <= cells;
  });
}

function byTaskName(matrices: readonly Matrix[]): Matrix[][] {
  const tasks = [...new Set(matrices.map(({ task }) => task))];
  return tasks.map((name) => matrices.filter(({ task }) => task === name));
}

interface Block {
  readonly width: number;
  readonly height: number;
  /** Drawn with its top left corner there. */
  at(left: number, top: number): string;
}

/** A task's matrices beside each other, as many a line as have room. */
function taskBlock(matrices: readonly Matrix[], order: Order, width: number): Block {
  const rows = matrices.flatMap((matrix) => matrix.rows);
  const there = ({ names, of, shortOf }: Side) => {
    const own = names.filter((name) => rows.some((row) => of(row) === name));
    const shown = shortNames(own, (name) => shortOf(rows.find((row) => of(row) === name)!));
    return { own, shown };
  };
  const [{ own: down, shown: rowNames }, { own: along, shown: columnNames }] = [
    there(order.rows),
    there(order.columns),
  ] as const;
  const widest = Math.max(...rowNames.map((name) => textWidth(name, 11)));
  const labels = Math.min(widest + 12, (order.rows.what === "method" ? 0.5 : 0.3) * width);
  const across = Math.min(cell.width, (width - labels - 36) / along.length);
  // The last column's name leans out of its matrix.
  const slant = Math.min(84, Math.max(...columnNames.map((name) => 0.66 * textWidth(name, 10.5))));
  const each = Math.max(across * along.length + 18, matrices.length > 1 ? 110 : 0);
  const room = Math.max(1, Math.floor((width - labels - 12 - slant) / each));
  const beside = Math.min(room, matrices.length);
  // Slanted names end below the title of the matrix that they lean towards.
  const header = (matrices.some(({ way }) => way !== "") ? 30 : 12) + slant;
  const height = header + cell.height * down.length + 16;
  const matrixSvg = ({ way, rows: own }: Matrix, i: number, left: number, top: number) => {
    const x = left + 12 + labels + (i % beside) * each;
    const y = top + 24 + Math.floor(i / beside) * height;
    const middle = (row: number) => y + header + (row + 0.65) * cell.height;
    return element(
      "g",
      {},
      text(x, y + 12, "ink", fitted(way, each - 8, 11.5), { "font-size": 11.5 }),
      ...columnNames.map((name, column) => {
        const at = `translate(${short(x + (column + 0.5) * across)},${short(y + header - 5)})`;
        const style = { transform: `${at} rotate(-38)`, "font-size": 10.5, class: "soft" };
        return element("text", style, escaped(fitted(name, slant / 0.62, 10.5)));
      }),
      ...(i % beside > 0 ? [] : rowNames).map((name, row) =>
        text(x - 6, middle(row), "ink", fitted(name, labels, 11), { "text-anchor": "end" }),
      ),
      ...own.map((outcome) => {
        const column = along.indexOf(order.columns.of(outcome));
        const row = down.indexOf(order.rows.of(outcome));
        return cellSvg(outcome, x + column * across, y + header + row * cell.height, across);
      }),
    );
  };
  return {
    width: 12 + labels + beside * each + slant,
    height: 24 + Math.ceil(matrices.length / beside) * height,
    at(left, top) {
      const place = {
        x: left + 12,
        y: top + 14,
        "font-size": 13,
        "font-weight": 600,
        class: "ink",
      };
      const title = element("text", place, escaped(fitted(matrices[0]!.task, width - 24, 13.5)));
      return title + matrices.map((matrix, i) => matrixSvg(matrix, i, left, top)).join("");
    },
  };
}

/** Names without how their models are adapted, where they stay apart. */
function shortNames(names: readonly string[], shortOf: (name: string) => string): string[] {
  const all = names.map(shortOf);
  return new Set(all).size === names.length ? all : [...names];
}

function cellSvg(outcome: Outcome, x: number, y: number, across: number): string {
  const { pgr } = outcome;
  const label = cellText(outcome);
  const size = Math.min(11, across / (0.64 * Math.max(4, label.length)));
  const said = pgr.defined ? `PGR ${pgrText(pgr)}` : pgr.reason;
  return element(
    "g",
    { class: pgr.defined ? `q${stepOf(pgr.value)}` : "q-none" },
    element("title", {}, escaped(said)),
    element("rect", { x: x + 1, y: y + 1, width: across - 2, height: cell.height - 2, rx: 3 }),
    element(
      "text",
      { x: x + across / 2, y: y + 17, "font-size": size, "text-anchor": "middle" },
      label,
    ),
  );
}

/** What a cell says: PGR, what hardly predicts, or that there is none. */
function cellText(outcome: Outcome): string {
  const { pgr, gain } = outcome;
  if (!pgr.defined) return gain.low > 0 && explanations(outcome).length === 0 ? "– ↑" : "–";
  const found = verdict(outcome);
  if (found === "constant") return "const";
  return `${decimal(pgr.value, 2)}${found === "explained" ? "*" : ""}`;
}

/** The step of the scale, from 0 for -1 and below to the last for 1 and above. */
function stepOf(value: number): number {
  const share = (Math.min(1, Math.max(-1, value)) + 1) / 2;
  return Math.round(share * (steps - 1));
}

/** Red below 0, blue above: told apart by all kinds of eyes; inks that can be read on each. */
function scaleCss(): string {
  const rules = Array.from({ length: steps }, (_, step) => {
    const colour = interpolateRdBu(step / (steps - 1));
    const ink = isDark(colour) ? "#ffffff" : "#1a1a1a";
    return `.q${step} rect{fill:${colour}}.q${step} text{fill:${ink}}`;
  });
  const none = (line: string, ink: string) =>
    `.q-none rect{fill:none;stroke:${line}}.q-none text{fill:${ink}}`;
  const css = inkCss({ light: none("#c8c8c8", "#5c5c5c"), dark: none("#50545c", "#a8a8a8") });
  return `${rules.join("")}${css}`;
}

/** Whether white can be read better on "rgb(r, g, b)" than black. */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140;
}

function rowOf(outcome: Outcome): FigureRow {
  const { task, method, labels, supervisor, student, pgr } = outcome;
  const names = { task, method, labels, supervisor, student };
  const none = { value: null, low: null, high: null };
  return { ...names, verdict: verdict(outcome), ...(pgr.defined ? estimateCells(pgr) : none) };
}
