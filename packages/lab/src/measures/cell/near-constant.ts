// Roles whose predictions are hardly predictions. A constant agrees with another constant wholly,
// and scores the share of its class: neither is imitation or skill, and a reader must be told.

import { shownValue } from "@w2s/base";
import { once } from "../../once.js";
import { chanceOf } from "../bootstrap/bootstrap.js";
import {
  type CellPredictions,
  type RoleName,
  type RolePredictions,
  rolesOf,
  roleWords,
} from "../bootstrap/roles.js";
import { predictions } from "../predictions.js";
import type { NearConstant, RoleScores } from "./schema.js";

/** From this share on, predictions of one option are near constant. */
export const constantFrom = 0.98;

/** From this share on, answers in words are: there are more ways to differ than two. */
const sameAnswerFrom = 0.95;

/**
 * A note for each role that, under at least one seed, says one option of at least 98% of the test,
 * or one answer in words to at least 95% of it (where the truth does not), and for each whose
 * scores rank the examples (AUROC clearly above .5) while its accuracy is not clearly above chance:
 * its threshold is off.
 */
export function nearConstant(
  cell: CellPredictions,
  scores: Readonly<Partial<Record<RoleName, Pick<RoleScores, "accuracy" | "auroc">>>>,
): NearConstant[] {
  const roles = rolesOf(cell);
  if (roles.some(([, said]) => said.some(({ words }) => words)))
    return roles.flatMap(([role, said]) => sameAnswer(role, said) ?? []);
  const chance = chanceOf(cell.truth);
  if (chance >= constantFrom) return [];
  return roles.flatMap(([role, said]): NearConstant[] => {
    const shares = said.map(({ probabilities }) => chanceOf(predictions(probabilities)));
    const constant = shares.filter((share) => share >= constantFrom);
    if (constant.length > 0) {
      const share = mean(constant);
      const of = inSeeds(constant.length, said.length);
      const note = `${roleWords[role]} says one option of ${percent(share)} of the test in ${of}`;
      return [{ role, kind: "one option", seeds: constant.length, share, note }];
    }
    const { accuracy, auroc } = scores[role] ?? {};
    if (!accuracy || !auroc || auroc.low <= 0.5 || accuracy.low > chance) return [];
    // Classes of equal spread give accuracies .7 of AUROC's way above chance; a quarter is far off.
    if (accuracy.value - chance > (auroc.value - 0.5) / 4) return [];
    const note =
      `${roleWords[role]} ranks examples (AUROC ${short(auroc.value)}) but its accuracy, ` +
      `${short(accuracy.value)}, is not clearly above chance, ${short(chance)}: ` +
      "its threshold is off";
    return [{ role, kind: "threshold", seeds: said.length, share: mean(shares), note }];
  });
}

/** Of a role that answers in words: what it says nearly always, if it does. */
function sameAnswer(role: RoleName, said: RolePredictions): NearConstant | null {
  const constant = said
    .map(commonest)
    .filter(({ share, right }) => share >= sameAnswerFrom && right < sameAnswerFrom);
  if (constant.length === 0) return null;
  const share = mean(constant.map((one) => one.share));
  const answers = [...new Set(constant.map(({ answer }) => answer))];
  const named = answers.length === 1 ? `, ${shownValue(answers[0])},` : "";
  const note =
    `${roleWords[role]} says one answer${named} to ${percent(share)} of the test in ` +
    inSeeds(constant.length, said.length);
  return { role, kind: "one answer", seeds: constant.length, share, note };
}

/** The most frequent answer, the share of the test that it is given to, and that it is right of. */
function commonest({ words = [], probabilities }: RolePredictions[number]) {
  const counts = new Map<string, { said: number; right: number }>();
  const options = predictions(probabilities);
  words.forEach((answer, row) => {
    const count = once(counts, answer, () => ({ said: 0, right: 0 }));
    count.said += 1;
    if (options[row] === 0) count.right += 1;
  });
  const [[answer, { said, right }] = ["", { said: 0, right: 0 }]] = [...counts].sort(
    ([, a], [, b]) => b.said - a.said,
  );
  const n = Math.max(1, words.length);
  return { answer, share: said / n, right: right / n };
}

const inSeeds = (some: number, all: number): string =>
  `${some} of ${all} ${all === 1 ? "seed" : "seeds"}`;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${Math.floor(1000 * share + 1e-9) / 10}%`;
}

function short(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, "$1.");
}
