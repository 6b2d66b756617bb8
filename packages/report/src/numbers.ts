// Scores and intervals as the tables write them.

import type { Estimate, Outcome, RoleScores } from "@w2s/lab";

/** A number with a fixed count of decimals and no leading zero: ".793", "-.05", "1.000". */
export function decimal(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^(-?)0\./, "$1.")
    .replace(/^-(\.0*)$/, "$1");
}

/** A score in [0, 1] with three decimals: ".793". */
export function score(value: number): string {
  return decimal(value, 3);
}

/** A score with half the width of its interval: ".799 ± .006". */
export function scoreWithSpread({ value, low, high }: Estimate): string {
  return `${score(value)} ± ${score((high - low) / 2)}`;
}

/** The scores that rows have in common, or span: ".790", ".499 to .501". */
export function scoreRange(estimates: readonly Estimate[]): string {
  const values = estimates.map(({ value }) => value);
  const [low, high] = [score(Math.min(...values)), score(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** An estimate with its interval: ".034 [.012, .056]" of three decimals. */
export function intervalText({ value, low, high }: Estimate, decimals: number): string {
  return `${decimal(value, decimals)} [${decimal(low, decimals)}, ${decimal(high, decimals)}]`;
}

/** PGR with its interval: ".13 [-.05, .31]". */
export function pgrText(pgr: Estimate): string {
  return intervalText(pgr, 2);
}

/** An estimate as columns of a figure's data, always in this order. */
export function estimateCells({ value, low, high }: Estimate) {
  return { value, low, high };
}

/** The role's score in the metric that the outcome's PGR is computed on. */
export function metricOf(outcome: Outcome, role: RoleScores): Estimate {
  return outcome.metric === "auroc" && role.auroc !== null ? role.auroc : role.accuracy;
}
