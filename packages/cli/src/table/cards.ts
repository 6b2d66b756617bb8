// The table for windows too narrow for columns: a block of lines for each supervisor and student.

import { fit, plain, widthOf } from "@w2s/base";
import type { ArmName, Outcome } from "@w2s/lab";
import { byPair, metricOf, pgrText, scoreRange, scoreWithSpread } from "@w2s/report";
import { armsRange } from "./arms.js";
import { unbroken, wrap } from "./wrap.js";

/** Rows with a clear gap as lines of at most `width` columns; `shared` arms are said elsewhere. */
export function cardLines(
  outcomes: readonly Outcome[],
  width: number,
  showLabels: boolean,
  shared: readonly ArmName[],
): string[] {
  return byPair(outcomes).flatMap((rows) => [
    ...title(plain(rows[0]!.supervisor), plain(rows[0]!.student), width),
    ...wrap(beside(rows, shared).map(unbroken).join(", "), width, 2, "  "),
    ...rows.flatMap((row) => wrap(rowText(row, showLabels), width, 4, "  ")),
  ]);
}

function rowText(row: Outcome, showLabels: boolean): string {
  const method = `${plain(row.method)}${showLabels ? `, ${row.labels}` : ""}`;
  const pgr = row.pgr.defined ? pgrText(row.pgr) : "undefined";
  const student = unbroken(scoreWithSpread(metricOf(row, row.scores.student)));
  return `${method}: ${student}, ${unbroken(`PGR ${pgr}`)}`;
}

/** What a pair's students stand beside, once for all of its methods. */
function beside(rows: readonly Outcome[], shared: readonly ArmName[]): string[] {
  const own = [`weak ${range(rows, "weak")}`, `ceiling ${range(rows, "ceiling")}`];
  return [...own, ...armsRange(rows, shared)];
}

function range(rows: readonly Outcome[], role: "weak" | "ceiling"): string {
  return scoreRange(rows.map((row) => metricOf(row, row.scores[role])));
}

function title(supervisor: string, student: string, width: number): string[] {
  const line = `${supervisor} -> ${student}`;
  return widthOf(line) <= width ? [line] : [fit(supervisor, width), fit(`-> ${student}`, width)];
}
