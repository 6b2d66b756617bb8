// What a reader must know of single rows before believing them, below a task's rows.

import { plain } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { byPair, explanations, verdict } from "@w2s/report";

/** More lines than this of one task are left to the report. */
const most = 4;

/** A line for each pair whose gains are explained, or whose roles hardly predict. */
export function noteLines(outcomes: readonly Outcome[]): string[] {
  const lines = byPair(outcomes).flatMap((rows) => {
    const { supervisor, student } = rows[0]!;
    const pair = `${plain(supervisor)} -> ${plain(student)}`;
    return [...new Set(rows.flatMap(notesOf))].map((note) => {
      const of = rows.filter((row) => notesOf(row).includes(note)).map(({ method }) => method);
      const which = of.length === rows.length ? "" : `, ${of.join(" and ")}`;
      return `${pair}${plain(which)}: ${plain(note)}`;
    });
  });
  const left = lines.length - most;
  return left > 1 ? [...lines.slice(0, most), `and ${left} more notes in the report`] : lines;
}

function notesOf(outcome: Outcome): string[] {
  const explained =
    verdict(outcome) === "explained"
      ? [`the gain may be explained: ${explanations(outcome).join("; ")}`]
      : [];
  return [...explained, ...outcome.nearConstant.map(({ note }) => note), ...outcome.warnings];
}
