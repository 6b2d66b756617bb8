// Work side by side: every lane does one job at a time, on a runtime of its own where a job asks
// for one.

import type { ClosableRuntime, Runtime } from "@w2s/grad";

/** What a job is given. */
export interface Lane {
  /** Aborted with the whole, and where a job of another lane has failed. */
  readonly signal: AbortSignal;
  /** A runtime whose calls keep no other lane waiting; the same one for all jobs of a lane. */
  apart(): Runtime;
}

/**
 * Does jobs, begun in their order, in so many lanes, and gives what came of them in their order.
 * @throws the first error of a job, once no other job is under way; the signal's reason when
 * aborted
 */
export async function inLanes<T, R>(
  jobs: readonly T[],
  lanes: number,
  { runtime, signal }: { readonly runtime: Runtime; readonly signal?: AbortSignal | undefined },
  run: (job: T, lane: Lane) => Promise<R>,
): Promise<R[]> {
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const results = new Array<R>(jobs.length);
  const waiting = jobs.entries();
  const lane = async () => {
    let own: ClosableRuntime | undefined;
    const apart = () => {
      own ??= runtime.apart();
      return own;
    };
    try {
      for (const [i, job] of waiting) {
        stop.throwIfAborted();
        results[i] = await run(job, { signal: stop, apart });
      }
    } catch (error) {
      failed.abort(error);
    } finally {
      await own?.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane));
  failed.signal.throwIfAborted();
  return results;
}
