import { once } from "../../once.js";

// How a judge weighs what was verified: Bayes' rule over its own reading of the text. What it means
// that a side showed so many claims that stood is learnt from debates about `supervise`, whose
// truth is known. So a judge learns too what it means that a side showed none: where every example
// of a class has a witness (a row that is not sorted has a step down), silence speaks.

/** What was verified for one side: the option argued for, and how many claims stood. */
export interface Stood {
  readonly option: number;
  readonly claims: number;
}

/** Own readings are never taken for certain: evidence may overturn each. */
const surest = 0.999;

/** How often each state of a debate came about, by what was right. */
export class Jury {
  private readonly byState = new Map<string, Float64Array>();
  private readonly totals: Float64Array;
  private count = 0;

  constructor(
    private readonly options: number,
    /** Whether checks are exact: then what was never seen cannot be. */
    private readonly exact: boolean,
  ) {
    this.totals = new Float64Array(options);
  }

  /** Notes how a debate ended whose truth is known. */
  learn(state: readonly Stood[], truth: number): void {
    const key = keyOf(state);
    const counts = once(this.byState, key, () => new Float64Array(this.options));
    counts[truth]! += 1;
    this.totals[truth]! += 1;
    this.count += 1;
  }

  /**
   * Probabilities of the options, given the judge's own and what stood. Where checks are exact, a
   * claim that stood is proof. A state that was never seen leaves the judge to itself.
   */
  judge(own: ArrayLike<number>, state: readonly Stood[]): number[] {
    const proven = this.exact ? state.find(({ claims }) => claims > 0) : undefined;
    const alone = Array.from(own);
    if (proven) return alone.map((_, k) => Number(k === proven.option));
    const likelihoods = this.likelihoods(state);
    if (likelihoods === undefined || likelihoods.every((one) => one === likelihoods[0])) {
      return alone;
    }
    const weights = likelihoods.map(
      (one, k) => one * Math.min(surest, Math.max(1 - surest, alone[k]!)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  }

  /** How likely the state is, by what is right; undefined: it was never seen. */
  private likelihoods(state: readonly Stood[]): number[] | undefined {
    const counts = this.byState.get(keyOf(state));
    if (!counts) return undefined;
    if (this.exact) {
      return Array.from(counts, (own, k) => (this.totals[k] === 0 ? 1 : own / this.totals[k]!));
    }
    // One more debate of each class, as frequent as the state is overall.
    const share = counts.reduce((sum, own) => sum + own, 0) / this.count;
    return Array.from(counts, (own, k) => (own + share) / (this.totals[k]! + 1));
  }
}

const keyOf = (state: readonly Stood[]): string =>
  state
    .map(({ option, claims }) => `${option}:${claims}`)
    .sort()
    .join(" ");
