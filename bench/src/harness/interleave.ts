// Timings: both sides in turn, so that a change of the machine's speed meets both, and medians, so that one disturbed run
// counts for nothing.

/** Runs ours, peer, ours, peer, ... `rounds` times each; gives what each returned. */
export async function interleave<Ours, Theirs>(
  rounds: number,
  ours: (round: number) => Promise<Ours>,
  peer: (round: number) => Promise<Theirs>,
): Promise<{ readonly ours: Ours[]; readonly peer: Theirs[] }> {
  const results = { ours: [] as Ours[], peer: [] as Theirs[] };
  for (let round = 0; round < rounds; round++) {
    results.ours.push(await ours(round));
    results.peer.push(await peer(round));
  }
  return results;
}

/** Seconds that `work` takes, and what it gives. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly seconds: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { seconds: (performance.now() - start) / 1000, value };
}

/** The middle value; the mean of the two in the middle of an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The variant that `measure` gives the fewest seconds for, best of two each; one that fails is left out. */
export async function fastest<V>(
  variants: readonly V[],
  measure: (variant: V) => Promise<number>,
): Promise<{ readonly best: V; readonly seconds: ReadonlyMap<V, number> }> {
  const seconds = new Map<V, number>();
  for (const variant of variants) {
    try {
      await measure(variant); // The first is a warm-up.
      seconds.set(variant, Math.min(await measure(variant), await measure(variant)));
    } catch (error) {
      if (variant === variants[0]) throw error;
    }
  }
  const best = [...seconds.keys()].reduce((a, b) => (seconds.get(b)! < seconds.get(a)! ? b : a));
  return { best, seconds };
}
