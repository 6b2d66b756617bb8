// What a student says of some rows: probabilities, and where float32 cannot tell the surest ones
// apart, the logits behind them, which still rank.

import { type NdArray, ndarray } from "@w2s/grad";

/** What a student says of some rows, in their order. */
export interface RowPredictions {
  /** `[rows, options]`; each row sums to 1. */
  readonly probabilities: NdArray<"float32">;
  /** Logits `[rows, options]`; undefined where no probability is 0 or 1. */
  readonly scores?: NdArray<"float32">;
}

/** Gathers logits row by row, in any order. */
export class PredictedRows {
  private readonly probabilities: Float32Array;
  private readonly logits: Float32Array;
  private isSaturated = false;

  constructor(
    private readonly rows: number,
    private readonly options: number,
  ) {
    this.probabilities = new Float32Array(rows * options);
    this.logits = new Float32Array(rows * options);
  }

  /** Notes the logits of row `row`, from 0. */
  note(row: number, logits: ArrayLike<number>): void {
    const at = row * this.options;
    let [peak, total] = [Number.NEGATIVE_INFINITY, 0];
    for (let k = 0; k < this.options; k++) peak = Math.max(peak, logits[k]!);
    for (let k = 0; k < this.options; k++) total += Math.exp(logits[k]! - peak);
    for (let k = 0; k < this.options; k++) {
      this.logits[at + k] = logits[k]!;
      this.probabilities[at + k] = Math.exp(logits[k]! - peak) / total;
      const said = this.probabilities[at + k];
      if (said === 0 || said === 1) this.isSaturated = true;
    }
  }

  said(): RowPredictions {
    const shape = [this.rows, this.options];
    return {
      probabilities: ndarray(this.probabilities, shape),
      ...(this.isSaturated && { scores: ndarray(this.logits, shape) }),
    };
  }
}
