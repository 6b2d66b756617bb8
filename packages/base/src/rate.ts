// How fast work goes, judged by its last half minute: batches sorted by length get slower as they
// go.

const windowMs = 30_000;

/** Counts what is done and tells rate and time left. */
export class Rate {
  private samples: { at: number; done: number }[] = [];

  constructor(
    private readonly total: number,
    now: number,
  ) {
    this.samples.push({ at: now, done: 0 });
  }

  /** Hears that `done` is done by `now`, in milliseconds. */
  add(now: number, done: number): void {
    this.samples.push({ at: now, done });
    const recent = this.samples.findIndex(({ at }) => at >= now - windowMs);
    this.samples = this.samples.slice(Math.max(0, recent - 1));
  }

  /** What was told last. */
  get done(): number {
    return this.samples.at(-1)!.done;
  }

  /** Units per millisecond, or undefined before anything is done. */
  perMs(): number | undefined {
    const [first, last] = [this.samples[0]!, this.samples.at(-1)!];
    const rate = (last.done - first.done) / (last.at - first.at);
    return Number.isFinite(rate) && rate > 0 ? rate : undefined;
  }

  /** Milliseconds left, as seen at `now`. */
  leftMs(now: number): number | undefined {
    const rate = this.perMs();
    if (rate === undefined) return undefined;
    return Math.max(0, (this.total - this.done) / rate - (now - this.samples.at(-1)!.at));
  }
}
