// When a server may be asked: not more often than its limits, not sooner than it said, and later
// and later where it fails.

import { setTimeout as sleep } from "node:timers/promises";

/** How often one may ask; undefined: as often as one likes. */
export interface RateLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** Spaces requests evenly, so that no minute has more of them, or of their tokens, than allowed. */
export class Gate {
  private nextRequest = 0;
  private nextTokens = 0;
  private closedUntil = 0;

  constructor(
    private readonly limits: RateLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Waits for one's turn. @throws the signal's reason when aborted */
  async pass(tokens: number, signal: AbortSignal): Promise<void> {
    const { requestsPerMinute, tokensPerMinute } = this.limits;
    const now = this.now();
    const turn = Math.max(now, this.nextRequest, this.nextTokens, this.closedUntil);
    if (requestsPerMinute) this.nextRequest = turn + 60_000 / requestsPerMinute;
    if (tokensPerMinute) this.nextTokens = turn + (tokens * 60_000) / tokensPerMinute;
    await waited(turn - now, signal);
    // Somebody may have been told to wait meanwhile; that holds for all.
    while (this.closedUntil > this.now()) await waited(this.closedUntil - this.now(), signal);
  }

  /** Nobody passes for so long. */
  close(ms: number): void {
    this.closedUntil = Math.max(this.closedUntil, this.now() + ms);
  }
}

/** Waits so many milliseconds. @throws the signal's reason when aborted */
export async function waited(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return signal.throwIfAborted();
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** Before the `attempt`-th try again, from 0: doubled each time up to a minute, half of it luck. */
export function backoffMs(first: number, attempt: number): number {
  return Math.min(60_000, first * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/**
 * What a header says to wait for, in milliseconds: seconds, or a date; undefined where it says
 * neither.
 */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (header.trim() !== "" && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Does something with each item, `atOnce` at a time, in order of their start. After a failure
 * nothing new is begun, and what was begun comes to its end first.
 * @throws the first failure
 */
export async function someAtOnce<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
