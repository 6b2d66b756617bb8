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
    const notes = [...new Set(rows.flatMap(notesOf))];
    return notes.map((note) => `${plain(supervisor)} -> ${plain(student)}: ${plain(note)}`);
  });
  const left = lines.length - most;
  return left > 1 ? [...lines.slice(0, most), `and ${left} more notes in the report`] : lines;
}

function notesOf(outcome: Outcome): string[] {
  const explained =
    verdict(outcome) === "explained"
      ? [`gain explained (${outcome.method}): ${explanations(outcome).join("; ")}`]
      : [];
  return [...explained, ...outcome.nearConstant.map(({ note }) => note), ...outcome.warnings];
}
