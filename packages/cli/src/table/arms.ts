// The arms of a table: only those that some row has.

import { plain } from "@w2s/base";
import { type ArmName, armNames, type Outcome } from "@w2s/lab";
import { armHeaders, byPair, metricOf, score, scoreRange } from "@w2s/report";

export { armHeaders };

/** The arms that at least one of the outcomes has run, in their order. */
export function armsOf(outcomes: readonly Outcome[]): ArmName[] {
  return armNames.filter((arm) => outcomes.some(({ arms }) => arms[arm].run));
}

/** The arm's score on the outcome's metric, or "-" where it was not run. */
export function armText(outcome: Outcome, arm: ArmName): string {
  const one = outcome.arms[arm];
  return one.run ? score(metricOf(outcome, one.scores).value) : "-";
}

/** The arms of each pair in one line, for tables without room for their columns. */
export function armLines(outcomes: readonly Outcome[]): string[] {
  return byPair(outcomes).flatMap((rows) => {
    const { supervisor, student } = rows[0]!;
    const scores = armsOf(rows).map((arm) => {
      const all = rows.flatMap((row) => {
        const one = row.arms[arm];
        return one.run ? [metricOf(row, one.scores)] : [];
      });
      return `${armHeaders[arm]} ${scoreRange(all)}`;
    });
    if (scores.length === 0) return [];
    return [`${plain(supervisor)} -> ${plain(student)}: ${scores.join(", ")}`];
  });
}
