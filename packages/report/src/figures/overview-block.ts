// A task's matrices in the overview, one for each method, as many beside each other as have room.

import type { Outcome } from "@w2s/lab";
import { element, escaped, short } from "../svg.js";
import { fitted, text, textWidth } from "./drawing.js";
import { cell, cellSvg } from "./overview-cell.js";
import { shortLabel, withoutAdapted } from "./sizes.js";

/** The cells of one task, taught in one way. */
export interface Matrix {
  readonly task: string;
  readonly way: string;
  readonly rows: readonly Outcome[];
}

export interface Order {
  /** From the weakest to the strongest. */
  readonly supervisors: readonly string[];
  /** As on the axis of sizes. */
  readonly students: readonly string[];
}

export interface Block {
  readonly width: number;
  readonly height: number;
  /** Drawn with its top left corner there. */
  at(left: number, top: number): string;
}

export function taskBlock(matrices: readonly Matrix[], order: Order, width: number): Block {
  const names = namesOf(matrices, order);
  const sizes = sizesOf(names, matrices.length, width);
  const height = sizes.header + cell.height * names.supervisors.length + 16;
  return {
    width: 12 + sizes.labels + sizes.beside * sizes.each + sizes.slant,
    height: 24 + Math.ceil(matrices.length / sizes.beside) * height,
    at(left, top) {
      const style = { "font-size": 13, "font-weight": 600, class: "ink" };
      const task = escaped(fitted(matrices[0]!.task, width - 24, 13.5));
      const title = element("text", { x: left + 12, y: top + 14, ...style }, task);
      const drawn = matrices.map((matrix, i) => {
        const column = i % sizes.beside;
        const x = left + 12 + sizes.labels + column * sizes.each;
        const y = top + 24 + Math.floor(i / sizes.beside) * height;
        return matrixSvg(matrix, names, sizes, { x, y, named: column === 0 });
      });
      return title + drawn.join("");
    },
  };
}

/** What rows and columns are called. */
interface Names extends Order {
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
}

function namesOf(matrices: readonly Matrix[], order: Order): Names {
  const rows = matrices.flatMap((matrix) => matrix.rows);
  const supervisors = order.supervisors.filter((name) => rows.some((r) => r.supervisor === name));
  const students = order.students.filter((name) => rows.some((r) => r.student === name));
  const rowNames = shortNames(supervisors, (name) => {
    const { supervisorModel } = rows.find(({ supervisor }) => supervisor === name)!;
    return withoutAdapted(name, supervisorModel);
  });
  const columnNames = shortNames(students, (name) =>
    shortLabel(rows.find(({ student }) => student === name)!),
  );
  return { supervisors, students, rowNames, columnNames };
}

/** Names without how their models are adapted, where they stay apart. */
function shortNames(names: readonly string[], shortOf: (name: string) => string): string[] {
  const all = names.map(shortOf);
  return new Set(all).size === names.length ? all : [...names];
}

/** Pixels. */
interface Sizes {
  /** For the names of rows, left of the first matrix of a line. */
  readonly labels: number;
  /** A cell's width. */
  readonly across: number;
  /** How far the last column's name leans out of its matrix. */
  readonly slant: number;
  /** From one matrix to the next. */
  readonly each: number;
  /** Over the cells: the matrix's way and the names of columns. */
  readonly header: number;
  /** No pixels: how many matrices stand in a line. */
  readonly beside: number;
}

function sizesOf(names: Names, matrices: number, width: number): Sizes {
  const { students, rowNames, columnNames } = names;
  const widest = Math.max(...rowNames.map((name) => textWidth(name, 11)));
  const labels = Math.min(widest + 12, 0.3 * width);
  const across = Math.min(cell.width, (width - labels - 36) / students.length);
  const slant = Math.min(84, Math.max(...columnNames.map((name) => 0.66 * textWidth(name, 10.5))));
  const each = Math.max(across * students.length + 18, 110);
  const room = Math.max(1, Math.floor((width - labels - 12 - slant) / each));
  // Slanted names end below the title of the matrix that they lean towards.
  const header = 30 + slant;
  return { labels, across, slant, each, header, beside: Math.min(room, matrices) };
}

interface Place {
  /** The top left corner of the cells and what stands over them. */
  readonly x: number;
  readonly y: number;
  /** Whether the names of rows stand beside it. */
  readonly named: boolean;
}

function matrixSvg(matrix: Matrix, names: Names, sizes: Sizes, { x, y, named }: Place): string {
  const { across, each, header, labels, slant } = sizes;
  const middle = (row: number) => y + header + (row + 0.65) * cell.height;
  return element(
    "g",
    {},
    text(x, y + 12, "ink", fitted(matrix.way, each - 8, 11.5), { "font-size": 11.5 }),
    ...names.columnNames.map((name, column) => {
      const at = `translate(${short(x + (column + 0.5) * across)},${short(y + header - 5)})`;
      const style = { transform: `${at} rotate(-38)`, "font-size": 10.5, class: "soft" };
      return element("text", style, escaped(fitted(name, slant / 0.62, 10.5)));
    }),
    ...(named ? names.rowNames : []).map((name, row) =>
      text(x - 6, middle(row), "ink", fitted(name, labels, 11), { "text-anchor": "end" }),
    ),
    ...matrix.rows.map((outcome) => {
      const column = names.students.indexOf(outcome.student);
      const row = names.supervisors.indexOf(outcome.supervisor);
      return cellSvg(outcome, x + column * across, y + header + row * cell.height, across);
    }),
  );
}
