// Outcomes in groups: by task, and by supervisor and student.

import type { Outcome } from "@w2s/lab";

/** Groups of one task each, in the order in which tasks first appear. */
export function byTask(outcomes: readonly Outcome[]): Outcome[][] {
  return groupBy(outcomes, ({ task }) => task);
}

/** Groups of one supervisor and student each, in the order in which they first appear. */
export function byPair(outcomes: readonly Outcome[]): Outcome[][] {
  return groupBy(outcomes, ({ supervisor, student }) => JSON.stringify([supervisor, student]));
}

function groupBy(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): Outcome[][] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const group = groups.get(keyOf(outcome));
    if (group === undefined) groups.set(keyOf(outcome), [outcome]);
    else group.push(outcome);
  }
  return [...groups.values()];
}
