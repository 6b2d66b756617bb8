// Area under the receiver operating characteristic: how well scores order the two classes, whatever
// the threshold.

import { InputError } from "@w2s/base";
import { shareEstimate } from "./estimate.js";
import type { Measure, TestPredictions } from "./measure.js";
import { checkLabelled, checkScores, type Probabilities } from "./predictions.js";

export const aurocMeasure = {
  of: "role",
  name: "auroc",
  header: "AUROC",
  column: "auroc",
  doc:
    "probability that a random example of class 1 is ranked above one of class 0, ties one half " +
    "(midranks); by log-odds where the student gives them, else by probabilities. Hanley and " +
    "McNeil 1982",
  range: "[0, 1], .5 is chance",
  degenerate: "null with one class, or with K other than 2",
  schema: shareEstimate.nullable(),
  interval: true,
  compute(said) {
    if (said.probabilities.shape[1] !== 2) return null;
    const value = weightedAuroc(rankScores(said, said.truth));
    return Number.isNaN(value) ? null : value;
  },
  weighted(inputs) {
    const ranked = inputs.map((said) => rankScores(said, said.truth));
    return (weights) => (input) => weightedAuroc(ranked[input]!, weights);
  },
} as const satisfies Measure;

/**
 * The probability that a random example of class 1 is ranked above a random example of class 0,
 * ties counting one half: the Mann-Whitney U over n0 * n1, which is what midranks give. In [0, 1];
 * .5 is chance. Null when only one class occurs. Probabilities near 1 are ranked by how far the
 * other option's is from 0, which float32 tells much finer. Source: Hanley and McNeil 1982; agrees
 * with scikit-learn's roc_auc_score.
 * @param probabilities [n, 2]
 * @throws InputError as `checkLabelled`, and for other than two options
 */
export function auroc(probabilities: Probabilities, labels: Int32Array): number | null {
  const value = weightedAuroc(rankScores({ probabilities }, labels));
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

/** Sorts rows by how much they speak for class 1: by scores [n, 2], else by probabilities. */
export function rankScores(said: TestPredictions, labels: Int32Array): RankedScores {
  const options = checkLabelled(said.probabilities, labels);
  if (options !== 2) throw new InputError(`auroc: needs two options, got ${options}`);
  const score = said.scores === undefined ? byProbability(said.probabilities) : byLogOdds(said);
  const order = Int32Array.from(labels, (_, row) => row).sort((a, b) => score[a]! - score[b]!);
  return {
    order,
    label: Uint8Array.from(order, (row) => labels[row]!),
    last: Uint8Array.from(order, (row, place) => {
      const next = order[place + 1];
      return next === undefined || score[row] !== score[next] ? 1 : 0;
    }),
  };
}

function byLogOdds({ probabilities, scores }: TestPredictions): Float64Array {
  checkScores(scores!, probabilities);
  const { data } = scores!;
  return Float64Array.from(
    { length: data.length / 2 },
    (_, row) => data[2 * row + 1]! - data[2 * row]!,
  );
}

/**
 * By the smaller of the two probabilities: the one of class 1 itself up to one half, and above it
 * one over the other's, as the larger rounds to 1 from 1 - 2^-25 on.
 */
function byProbability({ data }: Probabilities): Float64Array {
  return Float64Array.from({ length: data.length / 2 }, (_, row) => {
    const [zero, one] = [data[2 * row]!, data[2 * row + 1]!];
    if (one <= zero) return one;
    return zero === 0 ? Number.MAX_VALUE : 1 / zero;
  });
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
