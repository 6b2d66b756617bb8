// Whether a pass is done: the store alone says so.

import { keptNames, type Pass, type Store } from "@w2s/lab";

/** Whether all that the pass is to keep is in the store. */
export async function isThere(pass: Pass, store: Pick<Store, "has">): Promise<boolean> {
  for (const name of keptNames(pass.steps)) if (!(await store.has(name))) return false;
  return true;
}
