// The overview: PGR of every supervisor and student as a coloured matrix, one for each task and
// method. Colour only repeats the number in each cell.

import type { Figure, FigureRow, Outcome } from "@w2s/lab";
import { byTask } from "../groups.js";
import { estimateCells } from "../numbers.js";
import { verdict } from "../verdict.js";
import { drawing, heading } from "./drawing.js";
import { leastBeside } from "./layout.js";
import { type Matrix, type MatrixSide, type Order, taskBlock } from "./overview-block.js";
import { scaleCss } from "./overview-cell.js";
import { panelsOf } from "./panels.js";
import { shortLabel, withoutAdapted } from "./sizes.js";

/** Cells that are drawn, on a large page and on a small one; the data has them all. */
const [mostCells, mostNarrow] = [1000, 200];

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
  const teachers: MatrixSide = {
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
  const ways: MatrixSide = {
    what: "method",
    names: [...new Set(outcomes.map(of))],
    of,
    shortOf: of,
  };
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

function rowOf(outcome: Outcome): FigureRow {
  const { task, method, labels, supervisor, student, pgr } = outcome;
  const names = { task, method, labels, supervisor, student };
  const none = { value: null, low: null, high: null };
  return { ...names, verdict: verdict(outcome), ...(pgr.defined ? estimateCells(pgr) : none) };
}
