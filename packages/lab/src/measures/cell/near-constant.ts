// Roles whose predictions are hardly predictions. A constant agrees with another constant wholly,
// and scores the share of its class: neither is imitation or skill, and a reader must be told.

import { chanceOf } from "../bootstrap/bootstrap.js";
import { type CellPredictions, type RoleName, rolesOf } from "../bootstrap/roles.js";
import { predictions } from "../predictions.js";
import type { NearConstant, RoleScores } from "./schema.js";

/** From this share on, predictions of one option are near constant. */
export const constantFrom = 0.98;

/**
 * A note for each role that, under at least one seed, says one option of at least 98% of the test
 * (where the truth does not), and for each whose scores rank the examples (AUROC clearly above .5)
 * while its accuracy is not clearly above chance: its threshold is off.
 */
export function nearConstant(
  cell: CellPredictions,
  scores: Readonly<Partial<Record<RoleName, Pick<RoleScores, "accuracy" | "auroc">>>>,
): NearConstant[] {
  const chance = chanceOf(cell.truth);
  if (chance >= constantFrom) return [];
  return rolesOf(cell).flatMap(([role, said]): NearConstant[] => {
    const shares = said.map(({ probabilities }) => chanceOf(predictions(probabilities)));
    const constant = shares.filter((share) => share >= constantFrom);
    if (constant.length > 0) {
      const share = mean(constant);
      const note =
        `${words[role]} says one option of ${percent(share)} of the test in ` +
        `${constant.length} of ` +
        `${said.length} ${said.length === 1 ? "seed" : "seeds"}`;
      return [{ role, kind: "one option", seeds: constant.length, share, note }];
    }
    const { accuracy, auroc } = scores[role] ?? {};
    if (!accuracy || !auroc || auroc.low <= 0.5 || accuracy.low > chance) return [];
    // Classes of equal spread give accuracies .7 of AUROC's way above chance; a quarter is far off.
    if (accuracy.value - chance > (auroc.value - 0.5) / 4) return [];
    const note =
      `${words[role]} ranks examples (AUROC ${short(auroc.value)}) but its accuracy, ` +
      `${short(accuracy.value)}, is not clearly above chance, ${short(chance)}: ` +
      "its threshold is off";
    return [{ role, kind: "threshold", seeds: said.length, share: mean(shares), note }];
  });
}

const words: Readonly<Record<RoleName, string>> = {
  weak: "the supervisor",
  student: "the student",
  ceiling: "the ceiling",
  untouched: "the untouched student",
  uninformed: "the uninformed student",
  selfTaught: "the self-taught student",
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${Math.floor(1000 * share + 1e-9) / 10}%`;
}

function short(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, "$1.");
}
