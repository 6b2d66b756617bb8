// What fitting probes takes and gives, whatever the solver.

import type { NdArray, Runtime } from "@w2s/grad";
import type { LossMethod } from "../../../methods/losses.js";
import type { ChoiceShape } from "../../../tasks/index.js";
import type { CourseCurve, OnEvaluation } from "../../course/course.js";
import { PredictedRows, type RowPredictions } from "../../shared/predicted-rows.js";
import type { SearchEnd } from "../../student.js";
import { columnsPerStudent } from "./head.js";

/**
 * The examples of one fit. Feature rows are examples (for a comparison: the second input's features
 * minus the first's).
 */
export interface ProbeData {
  readonly shape: ChoiceShape;
  readonly options: number;
  /** `[examples, d]`. */
  readonly features: NdArray<"float32">;
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /**
   * Rows whose probabilities are wanted at every evaluation: 4 bytes an evaluation, row, option and
   * student. No selection looks at them.
   */
  readonly watch?: Int32Array;
}

/** One student among those that are trained together. */
export interface ProbeStudent {
  /** For messages. */
  readonly name: string;
  readonly method: LossMethod;
  /** Label probabilities of the training rows, `[train, options]`. */
  readonly train: NdArray<"float32">;
  /** Label probabilities of the validation rows, `[validation, options]`. */
  readonly validation: NdArray<"float32">;
  /** Only the first k features; default all. */
  readonly features: number | undefined;
  /**
   * Ground truth of the validation rows, `[validation, options]`, for the selection "oracle" alone;
   * its method does not see it.
   */
  readonly oracle?: NdArray<"float32">;
  /** Hears of each evaluation; default: nobody. */
  readonly onEvaluation?: OnEvaluation;
}

/** Students by method, in the order of their columns. */
export type Groups = readonly (readonly ProbeStudent[])[];

/** A trained linear probe. */
export interface ProbeFit {
  /**
   * `[d, columns]`: with two options one column, the weights of the log-odds; else one an option.
   */
  readonly weight: NdArray<"float32">;
  /** `[columns]`; zeros for a comparison. */
  readonly bias: NdArray<"float32">;
  /**
   * Epochs behind the kept weights, not whole where an evaluation fell within one; of L-BFGS, its
   * steps.
   */
  readonly chosenEpoch: number;
  /** Steps behind the kept weights. */
  readonly chosenStep: number;
  readonly curve: CourseCurve;
  /**
   * Probabilities of the rows to watch at every evaluation, `[evaluations, watch, options]`;
   * undefined without such rows.
   */
  readonly watched?: NdArray<"float32"> | undefined;
  /** How L-BFGS ended; undefined for Adam. */
  readonly search?: SearchEnd;
}

export interface FitOptions {
  readonly runtime: Runtime;
  /** Decides the data order, and nothing else. */
  readonly seed: number;
  /** Cores that may be used; default 2. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called after each epoch with the number done. */
  readonly onEpoch?: (done: number) => void;
}

/**
 * Probabilities `[chosen, options]` of a fitted probe for rows of a feature matrix; computed in
 * double precision.
 */
export function predictProbe(
  fit: Pick<ProbeFit, "weight" | "bias">,
  data: Pick<ProbeData, "options" | "features">,
  chosen: Int32Array,
): NdArray<"float32"> {
  return saidByProbe(fit, data, chosen).probabilities;
}

/** What a fitted probe says of rows of a feature matrix; computed in double precision. */
export function saidByProbe(
  fit: Pick<ProbeFit, "weight" | "bias">,
  { options, features }: Pick<ProbeData, "options" | "features">,
  chosen: Int32Array,
): RowPredictions {
  const d = features.shape[1]!;
  const weight = fit.weight.data;
  const columns = columnsPerStudent({ options });
  // Of a student on its first features, the rows of the others are zeros.
  const used = Math.ceil((weight.findLastIndex((value) => value !== 0) + 1) / columns);
  const said = new PredictedRows(chosen.length, options);
  const logits = new Float64Array(options);
  const column = (c: number) =>
    Float64Array.from({ length: used }, (_, j) => weight[j * columns + c]!);
  const weights = Array.from({ length: columns }, (_, c) => column(c));
  chosen.forEach((row, i) => {
    weights.forEach((own, c) => {
      logits[columns === 1 ? 1 : c] = score(features.data, row * d, own, fit.bias.data[c]!);
    });
    said.note(i, logits);
  });
  return said.said();
}

function score(x: Float32Array, from: number, weight: Float64Array, bias: number): number {
  let sum = bias;
  for (let j = 0; j < weight.length; j++) sum += x[from + j]! * weight[j]!;
  return sum;
}
