// What judging an example takes: questions, turns, tokens, checks.

import type { Budget } from "../../outcome/index.js";

const parts = ["questions", "turns", "tokens", "checks"] as const;

/** What several things took together. */
export function spent(budgets: readonly Partial<Budget>[]): Budget {
  const sum = { questions: 0, turns: 0, tokens: 0, checks: 0 };
  for (const budget of budgets) {
    for (const part of parts) sum[part] += budget[part] ?? 0;
  }
  return sum;
}

/** So many times as much. */
export function scaled(budget: Budget, factor: number): Budget {
  const { questions, turns, tokens, checks } = budget;
  return {
    questions: questions * factor,
    turns: turns * factor,
    tokens: tokens * factor,
    checks: checks * factor,
  };
}

/** What asking one question takes. */
export const asking = (text: string): Partial<Budget> => ({
  questions: 1,
  tokens: tokensIn(text).length,
});

/** Words and marks of a text, as a person would count them: whatever reads it. */
export const tokensIn = (text: string): string[] => text.match(pieces) ?? [];

const pieces = /\s*(?:[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_])/gu;
