// An arm as tables, figures and words show it: measured, or known without measuring. A student with
// a new head says nothing before it is taught: its untouched arm is chance by definition.

import { type ArmName, armNames, type Estimate, headIsNew, type Outcome } from "@w2s/lab";
import { chanceLevel } from "./explained.js";
import { metricOf, score, scoreRange } from "./numbers.js";

/** What is known of an arm in one row. */
export interface ArmShown {
  /** Its score on the outcome's metric; of chance by definition without a width. */
  readonly at: Estimate;
  /** Student minus arm. */
  readonly ahead: Estimate;
  /** Whether it is chance by definition: nobody measured it. */
  readonly isChance: boolean;
}

/** What is known of an arm; null where it was not run and nothing follows from that. */
export function armShown(outcome: Outcome, name: ArmName): ArmShown | null {
  const arm = outcome.arms[name];
  if (arm.run) {
    return { at: metricOf(outcome, arm.scores), ahead: arm.difference, isChance: false };
  }
  if (arm.reason !== headIsNew) return null;
  const level = chanceLevel(outcome);
  const { value, low, high } = metricOf(outcome, outcome.scores.student);
  return {
    at: { value: level, low: level, high: level },
    ahead: { value: value - level, low: low - level, high: high - level },
    isChance: true,
  };
}

/** The arms of which something is known in at least one row, in their order. */
export function armsShown(outcomes: readonly Outcome[]): ArmName[] {
  return armNames.filter((arm) => outcomes.some((outcome) => armShown(outcome, arm) !== null));
}

/** ".512", or "chance .500" where it is chance by definition; null where nothing is known. */
export function armText(outcome: Outcome, name: ArmName): string | null {
  const arm = armShown(outcome, name);
  return arm && (arm.isChance ? `chance ${score(arm.at.value)}` : score(arm.at.value));
}

/** An arm over several rows: ".499 to .512", "chance .500"; null where nothing is known. */
export function armRange(outcomes: readonly Outcome[], name: ArmName): string | null {
  const all = outcomes.map((outcome) => armShown(outcome, name)).filter((one) => one !== null);
  const parts = [true, false].flatMap((wanted) => {
    const own = all.filter(({ isChance }) => isChance === wanted);
    if (own.length === 0) return [];
    return `${wanted ? "chance " : ""}${scoreRange(own.map(({ at }) => at))}`;
  });
  return parts.length === 0 ? null : parts.join(" and ");
}
