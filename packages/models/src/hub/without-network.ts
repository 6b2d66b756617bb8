// Work that must not reach the network, however deep in it a model is looked for.

import { AsyncLocalStorage } from "node:async_hooks";
import type { HubSettings } from "./settings.js";

const reasons = new AsyncLocalStorage<string>();

/**
 * Runs `work`; a model that is not on this machine is refused meanwhile. `reason` says in the
 * message what forbids the download, such as "--dry-run".
 */
export function withoutNetwork<T>(reason: string, work: () => Promise<T>): Promise<T> {
  return reasons.run(reason, work);
}

/** What forbids the network here: work that must not reach it, or the environment, if anything. */
export function networkForbidden({ offline }: Pick<HubSettings, "offline">): string | undefined {
  return reasons.getStore() ?? (offline ? "HF_HUB_OFFLINE" : undefined);
}
