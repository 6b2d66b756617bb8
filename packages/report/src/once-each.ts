// Functions of a study's outcomes that are computed once for the same outcomes: a page, its figures
// and its headline ask the same.

import type { Outcome } from "@w2s/lab";

/** The same function, which remembers what it said of each list. */
export function onceEach<R>(of: (outcomes: readonly Outcome[]) => R): typeof of {
  const known = new WeakMap<readonly Outcome[], R>();
  return (outcomes) => {
    const result = known.get(outcomes) ?? of(outcomes);
    known.set(outcomes, result);
    return result;
  };
}
