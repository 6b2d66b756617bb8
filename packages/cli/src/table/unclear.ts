// Rows without a PGR, as the ceiling does not clear what it must: one line for all of a pair's
// methods that fail alike.

import { plain } from "@w2s/base";
import { armNames, type Outcome } from "@w2s/lab";
import { byPair, chanceLevel, metricOf, score, scoreRange } from "@w2s/report";

/** A line for each supervisor and student of one task, in the order of the outcomes. */
export function unclearLines(outcomes: readonly Outcome[]): string[] {
  return byPair(outcomes.filter(({ pgr }) => !pgr.defined)).flatMap((rows) => {
    const { supervisor, student } = rows[0]!;
    return byReason(rows).map(
      (alike) => `${plain(supervisor)} -> ${plain(student)}: ${summary(alike)}`,
    );
  });
}

function byReason(rows: readonly Outcome[]): Outcome[][] {
  const key = ({ pgr }: Outcome) => (pgr.defined ? "" : pgr.uncleared.join());
  return [...new Set(rows.map(key))].map((reason) => rows.filter((row) => key(row) === reason));
}

function summary(rows: readonly Outcome[]): string {
  const [first] = rows as readonly [Outcome, ...Outcome[]];
  const uncleared = first.pgr.defined ? [] : first.pgr.uncleared;
  const range = (role: "weak" | "student" | "ceiling") =>
    scoreRange(rows.map((row) => metricOf(row, row.scores[role])));
  const ceiling = `ceiling ${range("ceiling")}`;
  const weak = uncleared.includes("weak");
  const others = [
    ...(uncleared.includes("chance") ? [`chance ${score(chanceLevel(first))}`] : []),
    ...(uncleared.includes("untouched") ? [`the untouched student's ${untouched(rows)}`] : []),
  ].join(" and ");
  const why = weak
    ? `no clear gap (${ceiling}, weak ${range("weak")})${others && `, nor above ${others}`}`
    : `${ceiling} (weak ${range("weak")}) does not clear ${others}`;
  const students =
    rows.length === 1
      ? `student ${range("student")}`
      : `students ${range("student")} in ${rows.length} rows`;
  return `${why}: PGR undefined; ${students}`;
}

function untouched(rows: readonly Outcome[]): string {
  const [arm] = armNames;
  return scoreRange(
    rows.flatMap((row) => {
      const one = row.arms[arm];
      return one.run ? [metricOf(row, one.scores)] : [];
    }),
  );
}
