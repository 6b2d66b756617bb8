// What to try next: each suggestion follows from something in the outcomes.

import type { Outcome } from "@w2s/lab";
import { verdict } from "./verdict.js";

/** At most three suggestions, as one sentence. */
export function nextSteps(outcomes: readonly Outcome[]): string {
  const has = (wanted: ReturnType<typeof verdict>) =>
    outcomes.some((outcome) => verdict(outcome) === wanted);
  const seeds = Math.min(...outcomes.map((outcome) => outcome.seeds.length));
  const copies = outcomes.some(({ agreement }) => (agreement.whereSupervisorWrong ?? 0) > 0.9);
  const onlyNaive = outcomes.every(({ method }) => method === "naive");
  const onlySoft = outcomes.every(({ labels }) => labels === "soft");
  const oneStudent = new Set(outcomes.map(({ student }) => student)).size === 1;
  const suggestions: readonly (readonly [boolean, string])[] = [
    [seeds < 5, "five seeds (--seeds 5), so that intervals cover other seeds"],
    [has("open"), "more test examples, to narrow the intervals that hold 0"],
    [has("undefined"), "a stronger student or a weaker supervisor where there was no gap"],
    [
      onlyNaive && (has("imitation") || has("open") || has("gain")),
      "the confidence loss beside naive",
    ],
    [copies, "errors of another kind (errors({ where: ... })), to see which of them are copied"],
    [oneStudent, "students of several sizes, to see how PGR moves with the gap"],
    [
      has("negative"),
      "other learning rates or fewer epochs where students fell below their supervisors",
    ],
    [onlySoft, 'hard labels beside soft ones (labels: ["soft", "hard"])'],
    [true, "another task, with the same pairs"],
  ];
  const chosen = suggestions.filter(([applies]) => applies).map(([, what]) => what);
  return `Worth trying next: ${chosen.slice(0, 3).join("; ")}.`;
}
