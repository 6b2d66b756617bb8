// Requests wait for a server, mostly: many at a time, and not all at once.

/** How many requests are under way together; the client's connections are twice as many. */
const together = 32;

/** Does the work for every item, some of them at a time, and gives what came of it in order. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  atOnce = together,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
