// Gains that something other than supervision explains: the supervisor knows nothing, labels
// without information teach as much, or the student knew the task already.

import type { ArmName, Estimate, Outcome } from "@w2s/lab";
import { metricOf, score } from "./numbers.js";

/** What the score of one who always says the same is, on the outcome's metric. */
export function chanceLevel({ metric, chance }: Outcome): number {
  return metric === "auroc" ? 0.5 : chance;
}

/** Whether the supervisor's whole interval lies above chance. */
function supervisorKnows(outcome: Outcome): boolean {
  return metricOf(outcome, outcome.scores.weak).low > chanceLevel(outcome);
}

/** Student minus arm, where the arm was run. */
export function overArm({ arms }: Outcome, arm: ArmName): Estimate | null {
  const one = arms[arm];
  return one.run ? one.difference : null;
}

/**
 * Why the student's gain need not come from its supervisor's labels, one clause each; empty where
 * nothing that was measured explains it.
 */
export function explanations(outcome: Outcome): string[] {
  const level = score(chanceLevel(outcome));
  const alike = (arm: ArmName, name: string) => {
    const difference = overArm(outcome, arm);
    if (difference === null || difference.low > 0) return [];
    return [`${name} does about as well (${signed(difference)})`];
  };
  return [
    ...(supervisorKnows(outcome) ? [] : [`its supervisor is not clearly above chance, ${level}`]),
    ...alike("uninformed", "a student of labels without information"),
    ...alike("untouched", "the untouched student"),
  ];
}

/** A difference with its sign and its interval: "+.023 [.004, .041]". */
export function signed({ value, low, high }: Estimate): string {
  return `${value < 0 ? "" : "+"}${score(value)} [${score(low)}, ${score(high)}]`;
}
