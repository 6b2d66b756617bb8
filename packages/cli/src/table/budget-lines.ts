// What protocols of oversight took, below a task's rows.

import { plain } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { decimal } from "@w2s/report";

/** "an example took: weak, decomposition 4.5 questions, 61 tokens"; none without protocols. */
export function budgetLines(outcomes: readonly Outcome[]): string[] {
  const bySupervisor = new Map(outcomes.map((one) => [one.supervisor, one.oversight]));
  const all = [...bySupervisor].flatMap(([supervisor, budget]) => {
    if (!budget) return [];
    const parts = (["questions", "turns", "checks", "tokens"] as const)
      .filter((part) => budget[part] > 0)
      .map((part) => `${decimal(budget[part], 1)} ${part}`);
    return [`${plain(supervisor)} ${parts.join(", ")}`];
  });
  return all.length === 0 ? [] : [`an example took: ${all.join("; ")}`];
}
