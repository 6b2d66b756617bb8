// A file of a revision on the hub, brought into the cache.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { cachedRepo } from "./cache.js";
import { type Repo, remoteFile } from "./client.js";
import { type DownloadOptions, downloadBlob } from "./download.js";
import type { HubSettings } from "./settings.js";

/**
 * Downloads a file unless the cache has it. @throws InputError as `remoteFile` and `downloadBlob`
 */
export async function toCache(
  settings: HubSettings,
  repo: Repo,
  commit: string,
  file: string,
  options: DownloadOptions,
): Promise<void> {
  const cache = cachedRepo(settings.cacheFolder, repo);
  if (existsSync(join(cache.snapshot(commit), file))) return;
  const remote = await remoteFile(settings, repo, commit, file);
  await downloadBlob(settings, remote, cache.blob(remote.etag), `${repo.id}/${file}`, options);
  await cache.link(commit, file, remote.etag);
}
