// Timings: both sides in turn, so that a change of the machine's speed meets both, and medians, so
// that one disturbed run counts for nothing.

import { disturbance, type Watch, whyBusy } from "./quiet.js";

export interface Rounds<Ours, Theirs> {
  readonly ours: readonly Ours[];
  readonly peer: readonly Theirs[];
}

/**
 * Something that runs ours, peer, ours, peer, ...: `count` rounds that count, given the number of
 * each from 0.
 */
export type Interleave = <Ours, Theirs>(
  count: number,
  ours: (round: number) => Promise<Ours>,
  peer: (round: number) => Promise<Theirs>,
) => Promise<Rounds<Ours, Theirs>>;

/**
 * Rounds that other processes disturb are repeated, up to twice as many in all; the least disturbed
 * count. Before each the machine gets up to `patienceSeconds` to become quiet.
 */
export function interleaver(
  watch: Watch,
  say: (line: string) => void,
  patienceSeconds: number,
): Interleave {
  return async (count, ours, peer) => {
    const rounds: {
      cores: number;
      ours: Awaited<ReturnType<typeof ours>>;
      peer: Awaited<ReturnType<typeof peer>>;
    }[] = [];
    const quiet = () => rounds.filter(({ cores }) => cores <= disturbance).length;
    while (quiet() < count && rounds.length < 2 * count) {
      for (let waited = 0; waited < patienceSeconds && (await whyBusy()) !== undefined; waited++);
      const others = watch();
      const round = rounds.length % count;
      const both = { ours: await ours(round), peer: await peer(round) };
      const cores = others();
      rounds.push({ cores, ...both });
    }
    const kept = rounds.toSorted((a, b) => a.cores - b.cores).slice(0, count);
    if (rounds.length > count) {
      const most = kept.at(-1)!.cores.toFixed(2);
      say(
        `${rounds.length - count} rounds were disturbed and repeated; others used at most ` +
          `${most} cores in those that count`,
      );
    }
    return { ours: kept.map((round) => round.ours), peer: kept.map((round) => round.peer) };
  };
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

/**
 * The variant that `measure` gives the fewest seconds for, best of two each; one that fails is left
 * out.
 */
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
