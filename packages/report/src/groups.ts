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

/** At most so many outcomes, of every task alike, in their order. */
export function spreadOverTasks(outcomes: readonly Outcome[], most: number): Outcome[] {
  const tasks = byTask(outcomes);
  const chosen = new Set<Outcome>();
  for (let i = 0; chosen.size < Math.min(most, outcomes.length); i += 1) {
    for (const group of tasks) if (i < group.length && chosen.size < most) chosen.add(group[i]!);
  }
  return outcomes.filter((outcome) => chosen.has(outcome));
}

/** Groups of one key each, in the order in which they first appear. */
export function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  return [...grouped(all, keyOf).values()];
}

/** Groups by their keys, in the order in which they first appear. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
