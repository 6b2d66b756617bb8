// From a data set's name on the hub to its files: the Hugging Face cache, and last, if allowed, the
// hub. Where a set's own files are not the wanted ones, the hub's conversion to Parquet is asked.

import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { InputError } from "@w2s/base";
import { cachedRepo } from "./cache.js";
import { type RemoteRevision, type Repo, remoteRevision, UnreachableHub } from "./client.js";
import type { DownloadOptions } from "./download.js";
import { type HubSettings, hubSettings } from "./settings.js";
import { toCache } from "./to-cache.js";
import { networkForbidden } from "./without-network.js";

/** Which data set, and which of its files. */
export interface DatasetOptions extends DownloadOptions {
  /**
   * The files that are wanted, chosen from a revision's listing (paths with `/`); null when it does
   * not have them.
   */
  readonly choose: (files: readonly string[]) => readonly string[] | null;
  /** Where to look. Default: what the environment says. `withoutNetwork` overrides it. */
  readonly settings?: HubSettings;
}

/** A data set's files on this machine. */
export interface DatasetFiles {
  readonly origin: "cache" | "hub";
  /** Commit on the hub. */
  readonly revision: string;
  /** The folder that the files' paths start at. */
  readonly folder: string;
  /** Those that were chosen, with `/`. */
  readonly files: readonly string[];
}

// The second is what the hub makes of every set, of those too that a program writes.
// https://huggingface.co/docs/dataset-viewer/parquet
const REVISIONS = ["main", "refs/convert/parquet"];

/**
 * Finds a data set's files, downloading them only when the cache does not have them. Its main
 * revision is looked at first, then its conversion to Parquet.
 * @param id "org/name"
 * @throws InputError when no revision has the files, they may not be read, or cannot be downloaded
 */
export async function resolveDataset(id: string, options: DatasetOptions): Promise<DatasetFiles> {
  const repo: Repo = { kind: "dataset", id };
  const settings = options.settings ?? hubSettings();
  const found = fromCache(repo, settings, options);
  if (found !== null) return found;
  const forbids = networkForbidden(settings);
  if (forbids === undefined) return fromHub(repo, settings, options);
  throw new InputError(
    `data set "${id}": not in ${settings.cacheFolder}, and ${forbids} forbids downloading it`,
  );
}

function fromCache(
  repo: Repo,
  settings: HubSettings,
  { choose }: DatasetOptions,
): DatasetFiles | null {
  const cache = cachedRepo(settings.cacheFolder, repo);
  for (const name of REVISIONS) {
    const revision = cache.commitOf(name);
    const folder = revision === null ? "" : cache.snapshot(revision);
    const files = revision === null ? null : choose(filesBelow(folder));
    if (revision !== null && files !== null) return { origin: "cache", revision, folder, files };
  }
  return null;
}

async function fromHub(
  repo: Repo,
  settings: HubSettings,
  options: DatasetOptions,
): Promise<DatasetFiles> {
  const cache = cachedRepo(settings.cacheFolder, repo);
  for (const name of REVISIONS) {
    const { commit, files: listed } = await revisionOf(settings, repo, name);
    const files = options.choose(listed);
    if (files === null) continue;
    for (const file of files) await toCache(settings, repo, commit, file, options);
    await cache.remember(name, commit);
    return { origin: "hub", revision: commit, folder: cache.snapshot(commit), files };
  }
  throw new InputError(
    `data set "${repo.id}": the files looked for are neither in its main revision at ` +
      `${settings.endpoint} nor in ${REVISIONS[1]}`,
  );
}

/**
 * A revision; without files where a set has no conversion. @throws InputError as `remoteRevision`
 */
function revisionOf(settings: HubSettings, repo: Repo, name: string): Promise<RemoteRevision> {
  return remoteRevision(settings, repo, name).catch((error: unknown) => {
    if (name === REVISIONS[0] || error instanceof UnreachableHub) throw error;
    return { commit: "", files: [] };
  });
}

/** Every file's path below a folder, with `/`. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
