// Data for figure 24's regressions: features, truth, splits of each seed, and the three kinds of
// labels that students learn from. Which labels are flipped is drawn; how many, and what a
// supervisor says, is the work that is timed.

import { ndarray } from "@w2s/grad";
import { naive, random } from "@w2s/lab";
import type { ProbeData, ProbeStudent } from "@w2s/lab/internals";
import { sweepData } from "./sweep-data.js";

export const difficulty = {
  supervise: 10_000,
  transfer: 13_000,
  width: 1000,
  counts: [125, 250, 375, 500, 625, 750, 875, 1000],
  /** The supervisors whose labels students learn from, and the share of the mixture's flipped. */
  simulated: 125,
  mixed: 375,
  noise: 0.1,
  kinds: 3,
  seeds: 5,
} as const;

export interface DifficultyData {
  /** `[rows, width]`. */
  readonly x: Float32Array;
  readonly truth: Uint8Array;
  readonly seeds: readonly DifficultySeed[];
}

/** Rows of one seed, and the order in which labels of transfer would be flipped. */
export interface DifficultySeed {
  readonly supervise: Int32Array;
  readonly transfer: Int32Array;
  readonly flips: Int32Array;
}

export function difficultyData(): DifficultyData {
  const rows = difficulty.supervise + difficulty.transfer;
  const { x, labels } = sweepData(rows, difficulty.width, 1);
  const seeds = Array.from({ length: difficulty.seeds }, (_, seed) => {
    const order = random(seed, "bench split").permutation(rows);
    return {
      supervise: order.slice(0, difficulty.supervise),
      transfer: order.slice(difficulty.supervise),
      flips: random(seed, "bench flips").permutation(difficulty.transfer),
    };
  });
  return { x, truth: labels[0]!, seeds };
}

/** Labels of 0 and 1 of transfer with the first `count` of its order flipped. */
export function flipped(labels: Uint8Array, { flips }: DifficultySeed, count: number): Uint8Array {
  const out = labels.slice();
  for (const i of flips.subarray(0, count)) out[i] = 1 - out[i]!;
  return out;
}

/** The examples of a fit on some rows. */
export function fitData({ x }: Pick<DifficultyData, "x">, train: Int32Array): ProbeData {
  const { width } = difficulty;
  return {
    shape: "classify",
    options: 2,
    features: ndarray(x, [x.length / width, width]),
    train,
    validation: new Int32Array(0),
  };
}

/** One regression a number of features, on labels of 0 and 1. */
export function regressionsOn(labels: Uint8Array, name: string): ProbeStudent[] {
  const train = ndarray(
    Float32Array.from({ length: 2 * labels.length }, (_, i) => Number(labels[i >> 1] === i % 2)),
    [labels.length, 2],
  );
  return difficulty.counts.map((features) => ({
    name: `${name}, ${features} features`,
    method: naive(),
    train,
    validation: ndarray(new Float32Array(0), [0, 2]),
    features,
  }));
}
