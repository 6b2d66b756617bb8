// The arms of a table: only those that some row has.

import { type ArmName, armNames, type Outcome } from "@w2s/lab";
import { armHeaders, metricOf, score } from "@w2s/report";

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
