// What a reader of the results should know about the data: one line each.

import type { Dropped, Example } from "./task.js";

/** A line for each reason for which rows were left out. */
export function lossWarnings(dropped: Dropped): string[] {
  const lines: [number, string][] = [
    [dropped.unlabelled, "rows without a class were left out (labels maps them to null)"],
    [dropped.tied, "pairs of equal texts were left out"],
    [dropped.leaked, "examples were left out because their group is also in the test or validation source"],
    [dropped.balance, "examples of the larger class were left out to balance the classes"],
  ];
  return lines
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString("en-US")} ${what}`);
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
  return [
    `${shared.size.toLocaleString("en-US")} texts occur in more than one group and can be on both sides of a split`,
  ];
}
