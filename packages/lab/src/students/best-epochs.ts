// Early stopping for students that are trained together: each keeps the weights of its own best
// epoch, judged by agreement with its validation labels. Ground truth plays no part.

import { type Arrays, type NdArray, ndarray } from "@w2s/grad";
import { columnsPerStudent, type HeadShape } from "./head.js";
import { mostProbable, type ProbeFit, type ProbeStudent } from "./probe-fit.js";

interface Track {
  readonly loss: number[];
  readonly agreement: number[];
  chosenEpoch: number;
  bestAgreement: number;
  /** Written anew at each better epoch: `[d, columns]`. */
  readonly weight: Float32Array;
  /** `[columns]`. */
  readonly bias: Float32Array;
}

export class BestEpochs {
  private readonly tracks: Track[];
  private readonly width: number;

  constructor(
    private readonly students: readonly ProbeStudent[],
    private readonly head: HeadShape,
    private readonly selection: "agreement" | "last",
  ) {
    this.width = columnsPerStudent(head);
    this.tracks = students.map(() => ({
      loss: [],
      agreement: [],
      chosenEpoch: 0,
      bestAgreement: -1,
      weight: new Float32Array(head.features * this.width),
      bias: new Float32Array(this.width),
    }));
  }

  /** `losses: [steps, students]` of the epoch, `scores` of the validation rows after it. */
  record(
    epoch: number,
    losses: NdArray,
    bounds: { readonly starts: readonly number[]; readonly ends: readonly number[] },
    scores: NdArray,
    parameters: Arrays,
  ): void {
    this.tracks.forEach((track, s) => {
      const loss = this.meanLoss(s, losses, bounds);
      if (!Number.isFinite(loss)) {
        throw new Error(
          `probe: the loss of ${this.students[s]!.name} is ${loss} in epoch ${epoch}; try a ` +
            "smaller learning rate",
        );
      }
      const agreement = this.agreement(s, scores);
      track.loss.push(loss);
      track.agreement.push(agreement);
      if (this.selection === "agreement" && agreement <= track.bestAgreement) return;
      track.bestAgreement = agreement;
      track.chosenEpoch = epoch;
      this.keepColumns(parameters.weight!, s, track);
    });
  }

  fits(): ProbeFit[] {
    return this.tracks.map(({ loss, agreement, chosenEpoch, weight, bias }) => ({
      weight: ndarray(weight, [this.head.features, this.width]),
      bias: ndarray(bias, [this.width]),
      chosenEpoch,
      curve: { loss, agreement },
    }));
  }

  private meanLoss(
    s: number,
    losses: NdArray,
    { starts, ends }: { starts: readonly number[]; ends: readonly number[] },
  ) {
    const total = starts.reduce(
      (sum, start, step) =>
        sum + Number(losses.data[step * this.head.students + s]) * (ends[step]! - start),
      0,
    );
    return total / ends.at(-1)!;
  }

  /** The share of validation rows on which student and labels choose the same option. */
  private agreement(s: number, scores: NdArray): number {
    const { options, students } = this.head;
    const { validation } = this.students[s]!;
    const rows = validation.shape[0]!;
    const data = scores.data as Float32Array;
    let same = 0;
    for (let row = 0; row < rows; row++) {
      const own =
        options === 2
          ? Number(data[row * students + s]! > 0)
          : mostProbable(data, row * students + s, options);
      if (own === mostProbable(validation.data, row, options)) same++;
    }
    return same / rows;
  }

  /**
   * Copies a student's columns: its features' rows to `weight`, the row after them (a classifier's
   * bias) to `bias`.
   */
  private keepColumns({ data, shape }: NdArray, s: number, { weight, bias }: Track): void {
    const [rows, columns] = shape as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < this.width; c++) {
        const value = data[row * columns + s * this.width + c] as number;
        if (row < this.head.features) weight[row * this.width + c] = value;
        else bias[c] = value;
      }
    }
  }
}
