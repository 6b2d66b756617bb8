// Rows whose ceiling does not clear the supervisor: no PGR, one line for all of a pair's methods.

import { plain } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { byPair, metricOf, scoreRange } from "@w2s/report";

/** A line for each supervisor and student of one task, in the order of the outcomes. */
export function unclearLines(outcomes: readonly Outcome[]): string[] {
  return byPair(outcomes.filter(({ pgr }) => !pgr.defined)).map((rows) => {
    const { supervisor, student } = rows[0]!;
    return `${plain(supervisor)} -> ${plain(student)}: ${summary(rows)}`;
  });
}

function summary(rows: readonly Outcome[]): string {
  const ceiling = scoreRange(rows.map((row) => metricOf(row, row.scores.ceiling)));
  const weak = scoreRange(rows.map((row) => metricOf(row, row.scores.weak)));
  const student = scoreRange(rows.map((row) => metricOf(row, row.scores.student)));
  const students =
    rows.length === 1 ? `student ${student}` : `students ${student} in ${rows.length} rows`;
  return `no clear gap (ceiling ${ceiling}, weak ${weak}): PGR undefined; ${students}`;
}
