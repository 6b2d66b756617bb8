// What an evaluation measures on the validation rows: agreement with labels, their cross-entropy,
// and, for an oracle alone, agreement with ground truth.

import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { mostProbable } from "../../labels/index.js";
import type { Measured, OnEvaluation, Selection } from "./course.js";

/** What a training is judged by. */
export interface Judges {
  /** For messages. */
  readonly name: string;
  /** Label probabilities of the validation rows, `[validation, options]`. */
  readonly validation: NdArray<"float32">;
  /**
   * Ground truth of the validation rows, `[validation, options]`, for the selection "oracle"; no
   * method and no other selection sees it.
   */
  readonly oracle?: NdArray<"float32"> | undefined;
  /** Hears of each evaluation; default: nobody. */
  readonly onEvaluation?: OnEvaluation;
}

/** @throws InputError where a recipe selects by an oracle and none is given. */
export function checkJudges({ name, oracle }: Judges, selection: Selection): void {
  if (selection !== "oracle" || oracle !== undefined) return;
  throw new InputError(
    `${name}: selection "oracle" needs ground truth of the validation rows, which is not ` +
      "given to " +
      'this training; use selection "agreement"',
  );
}

/** Measures what a student says of the validation rows, as probabilities or scores. */
export function measured(
  said: NdArray<"float32">,
  { validation, oracle }: Judges,
  selection: Selection,
): Measured {
  return {
    agreement: agreementOf(said, validation),
    validationLoss: selection === "loss" ? crossEntropyOf(said, validation) : undefined,
    oracle: selection === "oracle" ? agreementOf(said, oracle!) : undefined,
  };
}

/** The share of rows on which two sets of probabilities prefer the same option. */
export function agreementOf(one: NdArray<"float32">, other: NdArray<"float32">): number {
  const [rows, options] = one.shape as [number, number];
  let same = 0;
  for (let row = 0; row < rows; row++) {
    if (mostProbable(one.data, row, options) === mostProbable(other.data, row, options)) same++;
  }
  return same / rows;
}

/**
 * Mean cross-entropy in nats of probabilities to labels; a probability below 1e-12 counts as that.
 */
export function crossEntropyOf(said: NdArray<"float32">, labels: NdArray<"float32">): number {
  let total = 0;
  said.data.forEach((probability, i) => {
    total -= labels.data[i]! * Math.log(Math.max(probability, 1e-12));
  });
  return total / said.shape[0]!;
}
