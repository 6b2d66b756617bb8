// What a reader of the results should know about the data: one line each.

import type { Dropped, Example } from "./task.js";

/**
 * A line for each reason for which rows were left out; a limit is the user's own word and needs
 * none.
 */
export function lossWarnings(dropped: Dropped): string[] {
  const lines: [number, string, string][] = [
    [dropped.unlabelled, "row", "left out: labels maps the class to null"],
    [dropped.tied, "pair", "left out: both texts are the same"],
    [dropped.leaked, "example", "left out: the group is also in the test or validation source"],
    [dropped.balance, "example", "of larger classes left out to balance the classes"],
  ];
  return lines
    .filter(([number]) => number > 0)
    .map(([number, noun, what]) => `${count(number, noun)} ${what}`);
}

/** Texts that occur in more than one group can lie on both sides of a split. */
export function leakWarnings(examples: readonly Example[]): string[] {
  const groups = new Map<string, string>();
  const shared = new Set<string>();
  for (const { inputs, group } of examples) {
    const text = inputs.length === 1 ? inputs[0]! : [...inputs].sort().join("\0");
    const first = groups.get(text);
    if (first === undefined) groups.set(text, group);
    else if (first !== group) shared.add(text);
  }
  if (shared.size === 0) return [];
  return [`${count(shared.size, "text")} in more than one group: perhaps on both sides of a split`];
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
