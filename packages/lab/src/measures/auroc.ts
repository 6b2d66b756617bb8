// Area under the receiver operating characteristic: how well scores order the two classes, whatever
// the threshold.

import { InputError } from "@w2s/base";
import { checkLabelled, type Probabilities } from "./predictions.js";

/**
 * The probability that a random example of class 1 gets a higher probability of class 1 than a
 * random example of class 0, ties counting one half: the Mann-Whitney U over n0 * n1, which is what
 * midranks give. In [0, 1]; .5 is chance. Null when only one class occurs. Source: Hanley and
 * McNeil 1982; agrees with scikit-learn's roc_auc_score.
 * @param probabilities [n, 2]
 * @throws InputError as `checkLabelled`, and for other than two options
 */
export function auroc(probabilities: Probabilities, labels: Int32Array): number | null {
  const value = weightedAuroc(rankScores(probabilities, labels));
  return Number.isNaN(value) ? null : value;
}

/** Rows sorted once by score, for any number of weighted AUROCs over them. */
export interface RankedScores {
  /** Row of each place, by rising score. */
  readonly order: Int32Array;
  /** Class (0 or 1) of each place. */
  readonly label: Uint8Array;
  /** 1 where the next place has a higher score or there is none: the end of a run of ties. */
  readonly last: Uint8Array;
}

/** Sorts the rows of probabilities [n, 2] by their probability of class 1. */
export function rankScores(probabilities: Probabilities, labels: Int32Array): RankedScores {
  const options = checkLabelled(probabilities, labels);
  if (options !== 2) throw new InputError(`auroc: needs two options, got ${options}`);
  const score = (row: number) => probabilities.data[2 * row + 1]!;
  const order = Int32Array.from(labels, (_, row) => row).sort((a, b) => score(a) - score(b));
  return {
    order,
    label: Uint8Array.from(order, (row) => labels[row]!),
    last: Uint8Array.from(order, (row, place) =>
      score(row) !== score(order[place + 1] ?? -1) ? 1 : 0,
    ),
  };
}

/**
 * AUROC where row i counts `weights[i]` times (once each when left out); NaN when a class has no
 * weight. One pass: a run of ties adds (its weight of class 1) x (the weight of class 0 below it +
 * half of that inside it).
 */
export function weightedAuroc({ order, label, last }: RankedScores, weights?: Uint8Array): number {
  let below = 0; // weight of class 0 with a lower score
  let positives = 0;
  let wins = 0;
  let tiedNegatives = 0;
  let tiedPositives = 0;
  for (let place = 0; place < order.length; place += 1) {
    const weight = weights === undefined ? 1 : weights[order[place]!]!;
    if (label[place] === 1) tiedPositives += weight;
    else tiedNegatives += weight;
    if (last[place] === 1) {
      wins += tiedPositives * (below + tiedNegatives / 2);
      below += tiedNegatives;
      positives += tiedPositives;
      tiedNegatives = 0;
      tiedPositives = 0;
    }
  }
  return wins / (below * positives);
}
