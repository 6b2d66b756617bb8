// Whether anybody works on a run that is handed out: where nobody has for a time, the user is told
// once, and once more only after somebody has.

/** Notices that nobody works. */
export class Silence {
  private since = performance.now();
  private isSaid = false;

  /** @param ms how long is too long */
  constructor(readonly ms: number) {}

  /** Somebody works, or nobody can be asked. */
  end(): void {
    this.since = performance.now();
    this.isSaid = false;
  }

  /** How long it is in words, when that is to be said now; asked every few seconds. */
  tooLong(): string | undefined {
    if (this.isSaid || performance.now() - this.since < this.ms) return undefined;
    this.isSaid = true;
    return `${Math.round(this.ms / 1000)} s`;
  }
}

/** How long nobody works before that is said. */
export const silentMs = 20_000;
