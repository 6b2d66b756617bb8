// Whether a worker or a task sees the run's own store. A mark of the folder would be copied with
// it, and its path differs from mount to mount: so the run leaves a record of a name that nobody
// had before, which only those find who share the store.

import type { Store } from "@w2s/lab";
import { ownerName } from "@w2s/lab/engine";
import { RunError } from "./errors.js";
import type { Order } from "./order.js";

/** Records that nobody changed for two weeks are swept; a run may take longer. */
const renewMs = 60 * 60 * 1000;

const recordOf = (seal: string): string => `seals/${seal}`;

/** A run's record in its store while the run is offered to others, by a queue or as scripts. */
export class Seal {
  /** Its name, which the order carries: host, process and chance. */
  readonly name = ownerName();
  private renewedAt = 0;

  constructor(private readonly store: Store) {}

  /** Leaves it, before the order is offered. @throws StoreError when the store is not writable */
  async leave(): Promise<void> {
    await this.store.assertWritable(); // A folder of records alone is not known for a store.
    await this.store.records().replace(recordOf(this.name), this.name);
    this.renewedAt = performance.now();
  }

  /** Keeps it from being swept. */
  async renew(): Promise<void> {
    if (performance.now() - this.renewedAt < renewMs) return;
    await this.leave().catch(() => undefined); // Asked for again at the next look.
  }

  /** Removes it, when the order is taken back. */
  async remove(): Promise<void> {
    await this.store.records().remove(recordOf(this.name));
  }
}

/** Whether the store is the one that the order's run works on; orders of old did not tell. */
export async function isSealed({ seal }: Order, store: Store): Promise<boolean> {
  return seal === undefined || (await store.records().read(recordOf(seal))) !== undefined;
}

/** Keeps an order's record from being swept where nobody waits: its scripts are in use. */
export async function keepSeal({ seal }: Order, store: Store): Promise<void> {
  if (seal === undefined) return;
  // Tasks that do so at once write the same.
  await store
    .records()
    .replace(recordOf(seal), seal)
    .catch(() => undefined);
}

/**
 * What is said of another store. A disk that is mounted later may be the right one.
 * @param advice what to do
 */
export function storeFault(
  { seal = "", store: wanted }: Order,
  { place }: Store,
  advice: string,
): RunError {
  const host = seal.slice(0, seal.indexOf("~"));
  return new RunError(
    `store ${place}: must be the run's own, ${wanted} as ${host} sees it, got another one or a ` +
      `copy; ${advice}`,
  );
}
