// Two methods in the same cell otherwise: their students' difference, on the same draws.

import * as z from "zod";
import { percentileInterval } from "../bootstrap/interval.js";
import { differenceEstimate, share } from "../estimate.js";
import type { Frozen } from "../frozen.js";
import { covariance } from "../over-tasks/middle.js";
import { tTails } from "../over-tasks/student-t.js";

export const comparisonSchema = z.object({
  /** The method compared with: the study's first. */
  with: z.string(),
  /** This method's student minus that one's, on the metric, paired over the same draws. */
  difference: differenceEstimate,
  /**
   * Two-sided probability of so large a difference where there is none: of the difference over its
   * bootstrap standard deviation, by Student's t with the freedom that its seeds leave it;
   * uncorrected for how many are compared.
   */
  p: share,
});
/** A method's student beside that of the study's first method: difference, interval, p value. */
export type Comparison = Frozen<z.infer<typeof comparisonSchema>>;

/** A student's metric: its value, and its values in every resample [B]; NaN where it has none. */
export interface Drawn {
  readonly value: number;
  readonly draws: Float64Array;
  /** Its values under each seed [S]; default: no seeds are behind it. */
  readonly bySeed?: readonly (number | null)[] | undefined;
}

/**
 * How far `ours` is ahead of `theirs`. Both must come from the same test, seeds and draws; their
 * common luck with examples and seeds then cancels. With few seeds the standard deviation is itself
 * a guess, and p is Student's t: its degrees of freedom are Satterthwaite's for a variance of which
 * S seeds' share has S - 1 and the examples' share is known. Source: Satterthwaite 1946; how often
 * it is wrong: docs/measures.md.
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
  const variance = varianceOf(differences.filter((one) => !Number.isNaN(one)));
  const freedom = freedomOf(seedDifferences(ours, theirs), variance);
  return { with: name, difference, p: tailsOf(difference.value, Math.sqrt(variance), freedom) };
}

function tailsOf(difference: number, error: number, freedom: number): number {
  if (error === 0) return Number(difference === 0);
  const ratio = difference / error;
  return freedom > mostFreedom ? twoSided(ratio) : tTails(ratio, freedom);
}

/** Student's t of more is the normal distribution's. */
const mostFreedom = 1_000;

/** The difference under each seed that both have a value of. */
function seedDifferences({ bySeed: ours = [] }: Drawn, { bySeed: theirs = [] }: Drawn): number[] {
  return ours.flatMap((one, seed) => {
    const other = theirs[seed] ?? null;
    return one === null || other === null ? [] : [one - other];
  });
}

/**
 * Degrees of freedom, whole, of a variance that seeds are a part of: (S - 1) (V / V_S)^2, where V_S
 * is their mean's variance, at most V. Without bound where seeds are fewer than two, or alike.
 */
function freedomOf(bySeed: readonly number[], variance: number): number {
  const seeds = bySeed.length;
  const ofSeeds = seeds < 2 ? 0 : Math.min(variance, covariance(bySeed, bySeed) / seeds);
  if (ofSeeds === 0) return Number.POSITIVE_INFINITY;
  return Math.floor((seeds - 1) * (variance / ofSeeds) ** 2);
}

/** Variance over resamples. */
function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
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
