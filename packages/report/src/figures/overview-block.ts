// A task's matrices in the overview, one for each method, as many beside each other as have room.

import type { Outcome } from "@w2s/lab";
import { element, escaped, short } from "../svg.js";
import { fitted, fittedApart, text, textWidth } from "./drawing.js";
import { cell, cellSvg } from "./overview-cell.js";

/** Cells of one task: those that are taught in one way; of one student, in several. */
export interface Matrix {
  readonly task: string;
  /** Above it; empty where its columns are the ways. */
  readonly way: string;
  readonly rows: readonly Outcome[];
}

/** What stands along one side of the matrices. */
export interface MatrixSide {
  readonly what: string;
  readonly names: readonly string[];
  readonly of: (outcome: Outcome) => string;
  readonly shortOf: (outcome: Outcome) => string;
}

export interface Order {
  readonly rows: MatrixSide;
  readonly columns: MatrixSide;
}

export interface Block {
  readonly width: number;
  readonly height: number;
  /** Drawn with its top left corner there. */
  at(left: number, top: number): string;
}

export function taskBlock(matrices: readonly Matrix[], order: Order, width: number): Block {
  const sides = sidesOf(matrices, order);
  const sizes = sizesOf(sides, matrices, { width, most: order.rows.what === "method" ? 0.5 : 0.3 });
  const height = sizes.header + cell.height * sides.rows.names.length + 16;
  return {
    width: 12 + sizes.labels + sizes.beside * sizes.each + sizes.slant,
    height: 24 + Math.ceil(matrices.length / sizes.beside) * height,
    at(left, top) {
      const style = { "font-size": 13, "font-weight": 600, class: "ink" };
      const task = escaped(fitted(matrices[0]!.task, width - 24, 13.5));
      const title = element("text", { x: left + 12, y: top + 14, ...style }, task);
      const ways = fittedApart(
        matrices.map(({ way }) => way),
        sizes.each - 8,
        11.5,
      );
      const drawn = matrices.map((matrix, i) => {
        const column = i % sizes.beside;
        const x = left + 12 + sizes.labels + column * sizes.each;
        const y = top + 24 + Math.floor(i / sizes.beside) * height;
        return matrixSvg(matrix, sides, sizes, { x, y, named: column === 0, way: ways[i]! });
      });
      return title + drawn.join("");
    },
  };
}

/** A side of one task's matrices. */
interface Along {
  readonly names: readonly string[];
  /** As they are drawn. */
  readonly shown: readonly string[];
  readonly of: (outcome: Outcome) => string;
}

interface Sides {
  readonly rows: Along;
  readonly columns: Along;
}

function sidesOf(matrices: readonly Matrix[], { rows, columns }: Order): Sides {
  const outcomes = matrices.flatMap((matrix) => matrix.rows);
  const along = ({ names, of, shortOf }: MatrixSide): Along => {
    const own = names.filter((name) => outcomes.some((outcome) => of(outcome) === name));
    const shown = shortNames(own, (name) =>
      shortOf(outcomes.find((outcome) => of(outcome) === name)!),
    );
    return { names: own, shown, of };
  };
  return { rows: along(rows), columns: along(columns) };
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

interface Room {
  readonly width: number;
  /** The share of it that names of rows may take. */
  readonly most: number;
}

function sizesOf({ rows, columns }: Sides, matrices: readonly Matrix[], room: Room): Sizes {
  const widest = Math.max(...rows.shown.map((name) => textWidth(name, 11)));
  const labels = Math.min(widest + 12, room.most * room.width);
  const across = Math.min(cell.width, (room.width - labels - 36) / columns.names.length);
  const lengths = columns.shown.map((name) => textWidth(name, 10.5));
  const slant = Math.min(84, 0.66 * Math.max(...lengths));
  const each = Math.max(across * columns.names.length + 18, matrices.length > 1 ? 110 : 0);
  const most = Math.max(1, Math.floor((room.width - labels - 12 - slant) / each));
  // Slanted names end below the title of the matrix that they lean towards.
  const header = (matrices.some(({ way }) => way !== "") ? 30 : 12) + slant;
  return { labels, across, slant, each, header, beside: Math.min(most, matrices.length) };
}

interface Place {
  /** The top left corner of the cells and what stands over them. */
  readonly x: number;
  readonly y: number;
  /** Whether the names of rows stand beside it. */
  readonly named: boolean;
  /** What stands over it. */
  readonly way: string;
}

function matrixSvg(matrix: Matrix, sides: Sides, sizes: Sizes, place: Place): string {
  const { x, y, named, way } = place;
  const { across, header, labels, slant } = sizes;
  const rowNames = fittedApart(sides.rows.shown, labels, 11);
  const middle = (row: number) => y + header + (row + 0.65) * cell.height;
  return element(
    "g",
    {},
    text(x, y + 12, "ink", way, { "font-size": 11.5 }),
    ...fittedApart(sides.columns.shown, slant / 0.62, 10.5).map((name, column) => {
      const at = `translate(${short(x + (column + 0.5) * across)},${short(y + header - 5)})`;
      const style = { transform: `${at} rotate(-38)`, "font-size": 10.5, class: "soft" };
      return element("text", style, escaped(name));
    }),
    ...(named ? rowNames : []).map((name, row) =>
      text(x - 6, middle(row), "ink", name, { "text-anchor": "end" }),
    ),
    ...matrix.rows.map((outcome) => {
      const column = sides.columns.names.indexOf(sides.columns.of(outcome));
      const row = sides.rows.names.indexOf(sides.rows.of(outcome));
      return cellSvg(outcome, x + column * across, y + header + row * cell.height, across);
    }),
  );
}
