// The best of n by a reward model: its exact expected gold score, of a generator whose answers and
// their shares are known. Source: Gao et al. 2022, section 2.

/** One answer that could be drawn. */
export interface Scored {
  /** What the reward model says of it; only the order counts. */
  readonly reward: number;
  /** What it is worth. */
  readonly gold: number;
  /** How often it is drawn, above 0; all sum to 1. */
  readonly share: number;
}

/**
 * Expected gold score of the answer with the highest reward among n independent draws; where
 * several have it, one of the draws among them. With F the share of answers up to a reward, the
 * highest is that reward with chance F^n - (the F below it)^n. Nothing is sampled.
 * @param n draws, 1 or more
 */
export function bestOfN(answers: readonly Scored[], n: number): number {
  const rising = [...answers].sort((a, b) => a.reward - b.reward);
  const all = rising.reduce((sum, { share }) => sum + share, 0);
  let [expected, below] = [0, 0];
  for (let from = 0; from < rising.length; ) {
    let [to, share, worth] = [from, 0, 0];
    for (; to < rising.length && rising[to]!.reward === rising[from]!.reward; to += 1) {
      share += rising[to]!.share;
      worth += rising[to]!.share * rising[to]!.gold;
    }
    const upTo = to === rising.length ? 1 : below + share / all;
    expected += (upTo ** n - below ** n) * (worth / share);
    [below, from] = [upTo, to];
  }
  return expected;
}

/**
 * How far the best of n is from the generator: log n - (n - 1) / n nats. Exact where no two
 * draws are alike; else an upper bound. Source: Stiennon et al. 2020, appendix G.3.
 */
export const distanceOf = (n: number): number => Math.log(n) - (n - 1) / n;
