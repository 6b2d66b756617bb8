// AdaBoost for K options (SAMME): each member looks at what those before it had wrong. Source: Zhu
// et al. 2009, Multi-class AdaBoost, algorithm 2, as EnsemW2S takes it up (arXiv 2410.04571). One
// rule for ensembles of supervisors, which are only weighed, and of students, which learn in turn.

import type { NdArray } from "@w2s/grad";
import { mostProbable } from "../../labels/index.js";
import type { Adjustment } from "../adjustment.js";

/** A vote no larger than this is chance, but for rounding. */
const chance = 1e-9;

type Probabilities = NdArray<"float32">;

/** What members' errors give: their votes, and the weight of each example after all of them. */
export interface Boosted {
  /** By member, at least 0. */
  readonly votes: readonly number[];
  /** By example; they sum to 1. */
  readonly weights: Float64Array;
}

/**
 * Votes and weights by what members in turn say of labelled examples `[n, options]`. A member whose
 * weighted error is e has the vote `log((1 - e) / e) + log(options - 1)`, and examples that it has
 * wrong get `exp(vote)` times their weight. An error below half an example's counts as that. A
 * member no better than chance has no vote, and weights are equal again after it: what it has wrong
 * says nothing of what is hard, and those before it have left examples on which it errs.
 */
export function boosted(labels: Probabilities, said: readonly Probabilities[]): Boosted {
  const [count, options] = labels.shape as [number, number];
  let weights = new Float64Array(count).fill(1 / count);
  const right = answers(labels);
  const votes = said.map((one) => {
    const answer = answers(one);
    const wrong = (i: number) => answer[i] !== right[i];
    const errors = weights.reduce((sum, weight, i) => sum + (wrong(i) ? weight : 0), 0);
    const error = Math.max(errors, 1 / (2 * count));
    const vote = Math.log((1 - error) / error) + Math.log(options - 1);
    if (!(vote > chance)) {
      weights = new Float64Array(count).fill(1 / count);
      return 0;
    }
    const heavier = weights.map((weight, i) => (wrong(i) ? weight * Math.exp(vote) : weight));
    const total = heavier.reduce((sum, weight) => sum + weight, 0);
    weights = heavier.map((weight) => weight / total);
    return vote;
  });
  return { votes, weights };
}

/** The most probable option of each row, the lowest at a tie. */
function answers({ data, shape }: Probabilities): Int32Array {
  const [count, options] = shape as [number, number];
  return Int32Array.from({ length: count }, (_, i) => mostProbable(data, i, options));
}

/** As many examples as there are, drawn with replacement by the weights that members leave. */
export const resampled: Adjustment = {
  name: "resampled",
  options: {},
  version: 2,
  filters: true,
  apply({ probabilities, said, random }) {
    const { weights } = boosted(probabilities, said);
    let sum = 0;
    const ends = weights.map((weight) => {
      sum += weight;
      return sum;
    });
    const keep = Int32Array.from(weights, () => {
      const drawn = random.uniform() * sum;
      const at = ends.findIndex((end) => drawn < end);
      return at < 0 ? ends.length - 1 : at;
    });
    return { keep };
  },
};
