// Names that those who hand out and those who work agree on.

import type { Records } from "@w2s/lab/engine";

/** The queue whose jobs are the runs that there are; nobody takes them. */
export const ordersQueue = "w2s-orders";

/** The queue of a run's passes. */
export const passesQueue = (order: string): string => `w2s-${order}`;

/** How a failure begins that says which result of the store is gone. */
export const gonePrefix = "gone: ";

/** Says that a worker cannot serve a run. */
export async function refuse(records: Records, order: string, worker: string, line: string) {
  await records.replace(`refused/${order}.${worker}`, line);
}

/** Lines of workers that cannot serve a run. */
export async function refusalsOf(records: Records, order: string): Promise<string[]> {
  const names = (await records.list("refused")).filter((name) =>
    name.startsWith(`refused/${order}.`),
  );
  const lines = await Promise.all(names.map((name) => records.read(name)));
  return lines.filter((line) => line !== undefined);
}
