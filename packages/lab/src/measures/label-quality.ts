// How good a supervisor's labels are where they are used: on transfer, which trains the student,
// and on validation, which selects. `weak` is a test score and does not say it.

import * as z from "zod";
import { accuracy } from "./accuracy.js";
import { auroc } from "./auroc.js";
import { calibrationError } from "./calibration-error.js";
import { amount, share } from "./estimate.js";
import type { Frozen } from "./frozen.js";
import { type Probabilities, predictions } from "./predictions.js";

export const labelQualitySchema = z.object({
  /** Labelled examples. */
  examples: amount,
  accuracy: share,
  calibrationError: share,
  /** AUROC; null with other than two options, or one class alone. */
  auroc: share.nullable(),
  /** Mean probability of the most probable option, in [1/K, 1]. */
  confidence: share,
  /** Share of the labels whose most probable option is each one, [K]. */
  balance: z.array(share),
  /** Share of the truth that is each option, [K]. */
  truth: z.array(share),
});
/** How good labels are where they are used: accuracy, calibration, balance, AUROC. */
export type LabelQuality = Frozen<z.infer<typeof labelQualitySchema>>;

/**
 * The quality of labels [n, K] against ground truth [n]. Scores are in [0, 1].
 * @throws InputError as `checkLabelled`
 */
export function labelQuality(labels: Probabilities, truth: Int32Array): LabelQuality {
  const [rows, options] = labels.shape as [number, number];
  const said = predictions(labels);
  let confidence = 0;
  said.forEach((option, row) => {
    confidence += labels.data[row * options + option]!;
  });
  return {
    examples: rows,
    accuracy: accuracy(labels, truth),
    calibrationError: calibrationError(labels, truth),
    auroc: options === 2 ? auroc(labels, truth) : null,
    confidence: confidence / rows,
    balance: sharesOf(said, options),
    truth: sharesOf(truth, options),
  };
}

/** The mean over seeds; of AUROC, over those that have one. Null of nothing. */
export function meanLabelQuality(seeds: readonly LabelQuality[]): LabelQuality | null {
  const first = seeds[0];
  if (first === undefined) return null;
  const mean = (of: (one: LabelQuality) => number) =>
    seeds.reduce((sum, one) => sum + of(one), 0) / seeds.length;
  const ranked = seeds.flatMap(({ auroc: value }) => value ?? []);
  return {
    examples: mean(({ examples }) => examples),
    accuracy: mean((one) => one.accuracy),
    calibrationError: mean((one) => one.calibrationError),
    auroc: ranked.length === 0 ? null : ranked.reduce((sum, one) => sum + one, 0) / ranked.length,
    confidence: mean(({ confidence }) => confidence),
    balance: first.balance.map((_, option) => mean(({ balance }) => balance[option]!)),
    truth: first.truth.map((_, option) => mean(({ truth }) => truth[option]!)),
  };
}

function sharesOf(options: Int32Array, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const option of options) counts[option]! += 1;
  return counts.map((each) => each / options.length);
}
