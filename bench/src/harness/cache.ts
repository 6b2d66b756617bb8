// Where benches keep what outlives a run.

import { homedir } from "node:os";
import { join } from "node:path";

/** `w2s` in the user's cache folder. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "w2s");
}
