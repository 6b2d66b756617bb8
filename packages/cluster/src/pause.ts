// Waiting that can be cut short.

/** Waits, or until the signal. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}

/** Waits for work, at most so long: a server that is gone may never answer. Its end is all one. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const ended = work.then(
    () => over.abort(),
    () => over.abort(),
  );
  await Promise.race([ended, pause(ms, over.signal)]);
}

/** What comes of work; undefined: it was left alone, `ms` after the signal. */
export async function unlessLeft<T>(
  work: Promise<T>,
  signal: AbortSignal,
  ms: number,
): Promise<T | undefined> {
  const over = new AbortController();
  const left = async () => {
    await aborted([signal, over.signal]);
    await pause(ms, over.signal);
    return undefined;
  };
  return Promise.race([work, left()]).finally(() => over.abort());
}

/** Waits for the first of signals. */
function aborted(signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    for (const signal of signals) signal.addEventListener("abort", end);
    if (signals.some((signal) => signal.aborted)) end();
  });
}
