// Two methods in the same cell otherwise: their students' difference, on the same draws.

import * as z from "zod";
import { percentileInterval } from "../bootstrap/interval.js";
import { differenceEstimate, share } from "../estimate.js";
import type { Frozen } from "../frozen.js";

export const comparisonSchema = z.object({
  /** The method compared with: the study's first. */
  with: z.string(),
  /** This method's student minus that one's, on the metric, paired over the same draws. */
  difference: differenceEstimate,
  /**
   * Two-sided probability of so large a difference where there is none, by the normal tail of the
   * difference over its bootstrap standard deviation; uncorrected for how many are compared.
   */
  p: share,
});
/** A method's student beside that of the study's first method: difference, interval, p value. */
export type Comparison = Frozen<z.infer<typeof comparisonSchema>>;

/** A student's metric: its value, and its values in every resample [B]. */
export interface Drawn {
  readonly value: number;
  readonly draws: Float64Array;
}

/**
 * How far `ours` is ahead of `theirs`. Both must come from the same test, seeds and draws; their
 * common luck with examples and seeds then cancels.
 * @param name the method of `theirs`
 */
export function compareMethods(
  ours: Drawn,
  theirs: Drawn,
  name: string,
  confidence = 0.95,
): Comparison {
  const differences = ours.draws.map((value, b) => value - theirs.draws[b]!);
  const difference = percentileInterval(ours.value - theirs.value, differences, confidence);
  const error = spread(differences);
  const p = error === 0 ? Number(difference.value === 0) : twoSided(difference.value / error);
  return { with: name, difference, p };
}

/** Standard deviation over resamples. */
function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * P(|Z| > |z|) of a standard normal: erfc(|z| / sqrt 2) by the continued fraction's rational
 * approximation, relative error below 1.2e-7. Source: Press et al. 1992, section 6.2.
 */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
  ];
  const polynomial = terms.reduceRight((sum, term) => sum * t + term, 0);
  return Math.min(1, t * Math.exp(-x * x + polynomial));
}
