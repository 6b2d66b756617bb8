// Two runs side by side: the rows that both have, and what became of each.

import { drawChart } from "@w2s/report";
import { type DigestRow, type DigestRows, rowKeys, type Value } from "../runs/digest.js";

/** A row that both runs have. */
export interface ComparedRow
  extends Pick<DigestRow, "task" | "supervisor" | "student" | "method" | "labels"> {
  readonly a: Side;
  readonly b: Side;
  /** The student's score in b less that in a. */
  readonly difference: number;
  /** Whether the two 95% intervals have no value in common. */
  readonly apart: boolean;
}

interface Side {
  readonly weak: number;
  readonly ceiling: number;
  readonly score: Value;
  readonly pgr: Value | null;
}

/** What two runs have in common, and what only one has. */
export interface Comparison {
  readonly rows: readonly ComparedRow[];
  readonly onlyA: number;
  readonly onlyB: number;
  /** Both runs' students, one against the other; null where no row is in both. */
  readonly figure: string | null;
}

/**
 * Compares by task, supervisor, student, method and labels, the largest changes first. The runs may
 * differ in anything else: whether a difference means something is for the reader to say, so there
 * is no test of it here, only whether intervals overlap.
 */
export function compared(
  a: DigestRows,
  b: DigestRows,
  names: readonly [string, string],
): Comparison {
  const key = (row: DigestRow) => JSON.stringify(rowKeys.map((name) => row[name]));
  const others = new Map(b.rows.map((row) => [key(row), row]));
  const both = a.rows.flatMap((row) => {
    const other = others.get(key(row));
    return other === undefined ? [] : [comparedRow(row, other)];
  });
  return {
    rows: both.toSorted((x, y) => Math.abs(y.difference) - Math.abs(x.difference)),
    onlyA: a.rows.length - both.length,
    onlyB: b.rows.length - both.length,
    figure: both.length === 0 ? null : figureOf(both, names),
  };
}

function comparedRow(a: DigestRow, b: DigestRow): ComparedRow {
  const side = ({ weak, ceiling, score, pgr }: DigestRow): Side => ({ weak, ceiling, score, pgr });
  const { task, supervisor, student, method, labels } = a;
  return {
    ...{ task, supervisor, student, method, labels },
    a: side(a),
    b: side(b),
    difference: b.score.value - a.score.value,
    apart: a.score.high < b.score.low || b.score.high < a.score.low,
  };
}

/** Marks that a chart shows before it is a cloud. */
const mostMarks = 400;

function figureOf(rows: readonly ComparedRow[], [a, b]: readonly [string, string]): string | null {
  const shown = rows.slice(0, mostMarks);
  const methods = [...new Set(shown.map(({ method }) => method))];
  const ends = shown.flatMap((row) => [row.a.score.value, row.b.score.value]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const same = [low, high].map((value) => ({ x: value, y: value }));
  const level = "as good in both";
  const drawn = drawChart(
    {
      ink: level,
      title: "Students' scores in both runs: above the line, the second is better",
      x: { title: `score in ${a}`, scale: "linear" },
      y: { title: `score in ${b}` },
      panels: [
        {
          title: "",
          series: [
            ...methods.map((method) => ({
              name: method,
              as: "marks" as const,
              points: shown
                .filter((row) => row.method === method)
                .map((row) => ({ x: row.a.score.value, y: row.b.score })),
            })),
            { name: level, as: "dashes" as const, points: same },
          ],
        },
      ],
    },
    560,
  );
  return drawn?.svg ?? null;
}
