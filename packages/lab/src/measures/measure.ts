// A measure: a number that the test split gives, with all that a table, a CSV, the docs and a
// reader must know of it. One file each, one entry of the map in all.ts.

import type { NdArray } from "@w2s/grad";
import type * as z from "zod";
import type { Estimate } from "./estimate.js";
import type { Probabilities } from "./predictions.js";

/** What one role says of the test split under one seed. */
export interface TestPredictions {
  /** [n, K], each row summing to 1. */
  readonly probabilities: Probabilities;
  /**
   * The log-odds or logits [n, K] behind them, where the student gives them: they rank examples
   * whose probabilities float32 cannot tell apart.
   */
  readonly scores?: NdArray<"float32">;
}

/** What a role's measure may look at. */
export interface MeasureInput extends TestPredictions {
  /** The right option of each example [n], in 0..K-1. */
  readonly truth: Int32Array;
  /** Group of each example [n]. */
  readonly groups: readonly string[];
  /** What the supervisor says of the same examples under the same seed [n, K]. */
  readonly supervisor: Probabilities;
}

/** What every measure says of itself; the rows of docs/measures.md. */
export interface Described {
  /** Its key in results.json, in camel case. */
  readonly name: string;
  /** What tables and docs call it. */
  readonly header: string;
  /** Its column in results.csv, after the role's name where it is one of a role. */
  readonly column: string;
  /** One line: definition, unit, source. */
  readonly doc: string;
  /** Range and direction. */
  readonly range: string;
  /** What degenerate input gives. */
  readonly degenerate: string;
}

/** A number for each role: how good is what it says? */
export interface Measure extends Described {
  readonly of: "role";
  /**
   * Of an outcome's entry: an estimate where it has an interval, else a number; null where none.
   */
  readonly schema: z.ZodType<Estimate | number | null>;
  /** Whether tables show it with a bootstrap interval; else it is a mean over seeds. */
  readonly interval: boolean;
  /** The value under one seed; null where there is none. Reads its input only. */
  readonly compute: (input: MeasureInput) => number | null;
  /**
   * The same where example i counts `weights[i]` times, for the bootstrap: called once with many
   * inputs of one truth, the result once a resample, and what that gives once an input that counts.
   * NaN where a resample has no value. Default: rows are repeated, and `compute` called on them.
   */
  readonly weighted?: WeightedMeasure;
}

export type WeightedMeasure = (
  inputs: readonly MeasureInput[],
  /** The most that weights add up to. */
  largestTotal: number,
) => (weights: Uint8Array) => (input: number) => number;

/** A share that compares two roles: does the student say what its supervisor says? */
export interface PairMeasure extends Described {
  readonly of: "pair";
  readonly schema: z.ZodType<number | null>;
  /** The value under one seed; null where no example counts. Reads its input only. */
  readonly compute: (input: {
    readonly student: Probabilities;
    readonly supervisor: Probabilities;
    readonly truth: Int32Array;
  }) => number | null;
}

/** What follows from the scores of three roles. */
export interface Contrast extends Described {
  readonly of: "scores";
  readonly compute: (scores: {
    readonly weak: number;
    readonly student: number;
    readonly ceiling: number;
  }) => number | null;
}

export type AnyMeasure = Measure | PairMeasure | Contrast;
