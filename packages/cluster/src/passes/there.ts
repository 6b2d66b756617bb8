// Whether a pass is done: the store alone says so.

import type { Store } from "@w2s/lab";
import { keptNames, type Pass } from "@w2s/lab/engine";

/** Whether all that the pass is to keep is in the store. */
export function isThere({ steps }: Pass, store: Pick<Store, "has">): Promise<boolean> {
  return areThere(keptNames(steps), store);
}

/** Whether all of these results are in the store. */
export async function areThere(
  names: readonly string[],
  store: Pick<Store, "has">,
): Promise<boolean> {
  for (const name of names) if (!(await store.has(name))) return false;
  return true;
}
