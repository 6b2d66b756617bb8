// How far a student and its supervisor are apart, from what both say of single examples: sums over
// examples, so that a measure and a reader of evidence come to the same numbers.

/** What two roles say of one example, and its truth. */
export interface PairRow {
  /** [K] */
  readonly weak: ArrayLike<number>;
  /** [K] */
  readonly student: ArrayLike<number>;
  readonly truth: number;
}

/** What is known of a pair from some examples. */
export interface PairNumbers {
  /**
   * Mean squared distance of their probabilities, half the sum over options: in [0, 1]. For a
   * student that is the best of a convex class by squared error, the gain in squared error is at
   * least this. No ground truth is in it. Charikar et al. 2024, theorem 1.
   */
  readonly misfit: number;
  /** The supervisor's mean squared distance from truth minus the student's, halved likewise. */
  readonly squaredGain: number;
  /** Share of examples on which they predict different options, in [0, 1]; no truth is in it. */
  readonly disagreement: number;
  /**
   * CAPA: how much more alike they are than two independent models of their accuracies, at most 1;
   * 0 for such models; null where these could not differ. Goel et al. 2025, section 2.
   */
  readonly capa: number | null;
}

/** Sums over examples of one student and its supervisor. */
export class PairSums {
  private examples = 0;
  private apart = 0;
  private weakOff = 0;
  private studentOff = 0;
  private different = 0;
  private alike = 0;
  private weakRight = 0;
  private studentRight = 0;
  private wrongOptions = 0;

  add({ weak, student, truth }: PairRow): void {
    let [first, second] = [0, 0];
    for (let k = 0; k < weak.length; k += 1) {
      const [w, s, t] = [weak[k]!, student[k]!, Number(k === truth)];
      this.apart += (w - s) ** 2 / 2;
      this.weakOff += (w - t) ** 2 / 2;
      this.studentOff += (s - t) ** 2 / 2;
      this.alike += w * s;
      if (w > weak[first]!) first = k;
      if (s > student[second]!) second = k;
    }
    this.different += Number(first !== second);
    this.weakRight += weak[truth]!;
    this.studentRight += student[truth]!;
    this.wrongOptions += 1 / (weak.length - 1);
    this.examples += 1;
  }

  /** @returns null of no example */
  numbers(): PairNumbers | null {
    const n = this.examples;
    if (n === 0) return null;
    const [w, s] = [this.weakRight / n, this.studentRight / n];
    const expected = w * s + ((1 - w) * (1 - s) * this.wrongOptions) / n;
    return {
      misfit: this.apart / n,
      squaredGain: (this.weakOff - this.studentOff) / n,
      disagreement: this.different / n,
      capa: expected >= 1 ? null : (this.alike / n - expected) / (1 - expected),
    };
  }
}
