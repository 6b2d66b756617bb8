// Where the store lies when nobody says: the user's cache folder, so that all studies share
// features.

import { join, resolve } from "node:path";
import { homeFolder, InputError } from "@w2s/base";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a store's place is a bucket's, `s3://bucket/prefix`, rather than a folder's. */
export function isBucket(place: string): boolean {
  return place.startsWith("s3://");
}

/**
 * Whether a text can name a store. Of another address nothing is shown that could be a secret.
 * @throws InputError for an address that is not `s3://BUCKET`, or that holds a user or password
 */
export function assertStorePlace(named: string): void {
  const [first = ""] = named.replace(/^s3:\/\//, "").split("/");
  // Two letters at least: C:/ is a disk.
  const isOther = !isBucket(named) && /^([\w.+-]{2,}:\/|s3:)/i.test(named);
  const hasUser = /[:@]/.test(first) && (isBucket(named) || /:.*@/.test(first));
  if (!isOther && !hasUser) return;
  const isShown = /^[\w.+-]+:\/*[\w./~-]*$/.test(named);
  throw new InputError(
    "store: must be a folder or s3://BUCKET/PREFIX, got " +
      (isShown
        ? `"${named}"`
        : "another form, not shown as it may hold a secret; credentials belong in the " +
          "environment, as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
  );
}

/**
 * The store's place: W2S_STORE, a folder or `s3://`, else `w2s/store` in the user's cache folder,
 * which is XDG_CACHE_HOME, LOCALAPPDATA on Windows, or ~/.cache. Follows the XDG base
 * directory specification: a relative XDG_CACHE_HOME is ignored.
 * @throws InputError for a W2S_STORE that is neither
 */
export function defaultStoreDir(
  env: Environment = process.env,
  platform = process.platform,
): string {
  if (env.W2S_STORE) assertStorePlace(env.W2S_STORE);
  if (env.W2S_STORE) return isBucket(env.W2S_STORE) ? env.W2S_STORE : resolve(env.W2S_STORE);
  return join(cacheFolder(env, platform), "w2s", "store");
}

/** The user's cache folder: XDG_CACHE_HOME, LOCALAPPDATA on Windows, or ~/.cache. */
export function cacheFolder(env: Environment = process.env, platform = process.platform): string {
  if (env.XDG_CACHE_HOME?.startsWith("/")) return env.XDG_CACHE_HOME;
  if (platform === "win32" && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(env.HOME || homeFolder(), ".cache");
}
