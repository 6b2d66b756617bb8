// The arms of a table: only those of which some row knows something.

import { plain } from "@w2s/base";
import type { ArmName, Outcome } from "@w2s/lab";
import { armHeaders, armRange, armsShown, byPair } from "@w2s/report";

/** What is known of the arms over some rows: "untouched chance .500, uninformed .479 to .505". */
export function armsRange(
  outcomes: readonly Outcome[],
  without: readonly ArmName[] = [],
): string[] {
  return armsShown(outcomes)
    .filter((arm) => !without.includes(arm))
    .map((arm) => `${armHeaders[arm]} ${armRange(outcomes, arm)}`);
}

/** The arms that stand the same in every pair, of several: they are said once for all. */
export function sharedArms(outcomes: readonly Outcome[]): ArmName[] {
  const pairs = byPair(outcomes);
  if (pairs.length < 2) return [];
  return armsShown(outcomes).filter(
    (arm) => new Set(pairs.map((rows) => armRange(rows, arm))).size === 1,
  );
}

/**
 * The arms of each pair in one line, for tables without room for their columns; the shared ones
 * are left out.
 */
export function armLines(outcomes: readonly Outcome[], shared: readonly ArmName[]): string[] {
  return byPair(outcomes).flatMap((rows) => {
    const { supervisor, student } = rows[0]!;
    const scores = armsRange(rows, shared);
    if (scores.length === 0) return [];
    return [`${plain(supervisor)} -> ${plain(student)}: ${scores.join(", ")}`];
  });
}

/** "every pair: untouched chance .500"; nothing where no arm is shared. */
export function sharedLines(outcomes: readonly Outcome[], shared: readonly ArmName[]): string[] {
  const said = shared.map((arm) => `${armHeaders[arm]} ${armRange(outcomes, arm)}`);
  return said.length === 0 ? [] : [`every pair: ${said.join(", ")}`];
}
