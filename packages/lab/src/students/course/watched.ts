// What a student says of some rows at every evaluation, kept so that its accuracy and agreement
// there can be computed once training is over. No selection looks at it.

import { type NdArray, ndarray } from "@w2s/grad";

/** Probabilities of the watched rows, gathered while a training runs. */
export class WatchedProbabilities {
  private readonly kept: Float32Array[] = [];

  constructor(
    private readonly rows: number,
    private readonly options: number,
  ) {}

  /** Probabilities `[rows, options]` of one evaluation; copied. */
  note(probabilities: Float32Array): void {
    this.kept.push(probabilities.slice());
  }

  /** `[evaluations, rows, options]`. */
  get array(): NdArray<"float32"> {
    const size = this.rows * this.options;
    const data = new Float32Array(this.kept.length * size);
    this.kept.forEach((one, i) => {
      data.set(one, i * size);
    });
    return ndarray(data, [this.kept.length, this.rows, this.options]);
  }

  /** Goes on from an array that was kept. */
  restore({ data }: NdArray): void {
    const size = this.rows * this.options;
    this.kept.length = 0;
    for (let at = 0; at < data.length; at += size) {
      this.kept.push((data as Float32Array).slice(at, at + size));
    }
  }
}
