// Which method helps where: every method against the first, in the same cell otherwise.

import type { Outcome } from "@w2s/lab";
import { metricOf, score } from "./numbers.js";

interface Compared {
  readonly method: string;
  readonly base: string;
  /** Cells in which both were run. */
  readonly cells: number;
  readonly ahead: number;
  readonly clearlyAhead: readonly string[];
  readonly clearlyBehind: readonly string[];
  readonly meanGain: number;
}

/**
 * A sentence for each method but the first: in how many cells its students score above the first
 * method's, and where clearly: where the two 95% intervals of the students' scores do not overlap,
 * which is more than is needed.
 */
export function comparisonOf(outcomes: readonly Outcome[]): string {
  const [base, ...others] = [...new Set(outcomes.map(({ method }) => method))];
  return others
    .map((method) => compared(outcomes, base!, method))
    .filter(({ cells }) => cells > 0)
    .map(sentence)
    .join(" ");
}

function compared(outcomes: readonly Outcome[], base: string, method: string): Compared {
  const key = ({ task, supervisor, student, labels }: Outcome) =>
    JSON.stringify([task, supervisor, student, labels]);
  const first = new Map(
    outcomes.filter((one) => one.method === base).map((one) => [key(one), one]),
  );
  const pairs = outcomes
    .filter((one) => one.method === method)
    .flatMap((other) => {
      const one = first.get(key(other));
      if (one === undefined) return [];
      return [
        {
          other,
          ours: metricOf(other, other.scores.student),
          theirs: metricOf(one, one.scores.student),
        },
      ];
    });
  const where = ({ other }: (typeof pairs)[number]) =>
    `${other.task} (${other.supervisor} to ${other.student})`;
  const total = pairs.reduce((sum, { ours, theirs }) => sum + ours.value - theirs.value, 0);
  return {
    method,
    base,
    cells: pairs.length,
    ahead: pairs.filter(({ ours, theirs }) => ours.value > theirs.value).length,
    clearlyAhead: pairs.filter(({ ours, theirs }) => ours.low > theirs.high).map(where),
    clearlyBehind: pairs.filter(({ ours, theirs }) => ours.high < theirs.low).map(where),
    meanGain: pairs.length === 0 ? 0 : total / pairs.length,
  };
}

function sentence({
  method,
  base,
  cells,
  ahead,
  clearlyAhead,
  clearlyBehind,
  meanGain,
}: Compared): string {
  const by = `on average ${meanGain < 0 ? "" : "+"}${score(meanGain)}`;
  const clear = [
    ...(clearlyAhead.length > 0 ? [`clearly ahead on ${some(clearlyAhead)}`] : []),
    ...(clearlyBehind.length > 0 ? [`clearly behind on ${some(clearlyBehind)}`] : []),
  ];
  const ending = clear.length > 0 ? `; ${clear.join(", ")}` : "; nowhere are the two clearly apart";
  return (
    `With ${method}, students score above those of ${base} in ${ahead} of ${cells} cells ` +
    `(${by})${ending}.`
  );
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 2).join(" and ");
  return names.length > 2 ? `${shown} and ${names.length - 2} more` : shown;
}
