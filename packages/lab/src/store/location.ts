// Where the store lies when nobody says: the user's cache folder, so that all studies share
// features.

import { join, resolve } from "node:path";
import { homeFolder } from "@w2s/base";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a store's place is a bucket's, `s3://bucket/prefix`, rather than a folder's. */
export function isBucket(place: string): boolean {
  return place.startsWith("s3://");
}

/**
 * The store's place: W2S_STORE, a folder or `s3://`, else `w2s/store` in the user's cache folder,
 * which is XDG_CACHE_HOME, LOCALAPPDATA on Windows, or ~/.cache. Follows the XDG base
 * directory specification: a relative XDG_CACHE_HOME is ignored.
 */
export function defaultStoreDir(
  env: Environment = process.env,
  platform = process.platform,
): string {
  if (env.W2S_STORE) return isBucket(env.W2S_STORE) ? env.W2S_STORE : resolve(env.W2S_STORE);
  return join(cacheFolder(env, platform), "w2s", "store");
}

/** The user's cache folder: XDG_CACHE_HOME, LOCALAPPDATA on Windows, or ~/.cache. */
export function cacheFolder(env: Environment = process.env, platform = process.platform): string {
  if (env.XDG_CACHE_HOME?.startsWith("/")) return env.XDG_CACHE_HOME;
  if (platform === "win32" && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(env.HOME || homeFolder(), ".cache");
}
