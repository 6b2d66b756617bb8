// The Hugging Face cache on disk, shared with Python: models--org--name/{blobs,refs,snapshots}, and
// datasets--org--name likewise. A
// blob is a file's content under its etag; a snapshot is a commit's files as links to blobs; a ref
// is the commit of a branch.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { InputError, makeFolderSync, replaceFile, writeFileWhole } from "@w2s/base";
import type { Repo } from "./client.js";

/** One model's, or data set's, part of the cache. */
export interface CachedRepo {
  /** models--org--name */
  readonly folder: string;
  /** The commit that a branch, tag or commit stands for, as far as the cache knows. */
  commitOf(revision: string): string | null;
  /** The folder of a commit's files; it may not exist. */
  snapshot(commit: string): string;
  /** Where a file's content is or will be. */
  blob(etag: string): string;
  /** Makes a blob visible as a file of a commit. */
  link(commit: string, file: string, etag: string): Promise<void>;
  /** Remembers the commit of a branch or tag. */
  remember(revision: string, commit: string): Promise<void>;
}

const COMMIT = /^[0-9a-f]{40}$/;

export function cachedRepo(cacheFolder: string, { kind, id }: Repo): CachedRepo {
  const folder = join(cacheFolder, `${kind}s--${id.replace("/", "--")}`);
  const snapshot = (commit: string) => join(folder, "snapshots", commit);
  const blob = (etag: string) => join(folder, "blobs", etag);
  return {
    folder,
    snapshot,
    blob,
    commitOf(revision) {
      if (COMMIT.test(revision)) return revision;
      const ref = join(folder, "refs", revision);
      return existsSync(ref) ? readFileSync(ref, "utf8").trim() : null;
    },
    async link(commit, file, etag) {
      const place = join(snapshot(commit), file);
      writing(place, () => makeFolderSync(dirname(place)));
      if (!existsSync(place)) await linkOrCopy(blob(etag), place);
    },
    async remember(revision, commit) {
      if (revision === commit) return;
      const ref = join(folder, "refs", revision);
      await writeFileWhole(ref, commit).catch((error: unknown) => {
        throw writeError(ref, error);
      });
    },
  };
}

/** Names of the models that the cache holds, for suggestions. */
export function cachedNames(cacheFolder: string): string[] {
  if (!existsSync(cacheFolder)) return [];
  return readdirSync(cacheFolder)
    .filter((entry) => entry.startsWith("models--"))
    .map((entry) => entry.slice("models--".length).replace("--", "/"));
}

/**
 * Runs what writes to `path`. @throws InputError with the reason when the disk is full, read-only
 * or not permitted.
 */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw writeError(path, error);
  }
}

/** A failed write as one line; any other error unchanged. */
export function writeError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: "the disk is full; free some space and run again to resume",
    EDQUOT: "the disk quota is used up; free some space and run again to resume",
    EFBIG: "it is larger than files may be there (ulimit -f); set HF_HUB_CACHE to another disk",
    EROFS: "the file system is read-only; set HF_HUB_CACHE to a folder that can be written",
    EACCES: "permission denied; set HF_HUB_CACHE to a folder that can be written",
    EPERM: "not permitted; set HF_HUB_CACHE to a folder that can be written",
    ENOTDIR: "a file is where a folder must be",
  };
  const reason = reasons[code];
  return reason ? new InputError(`${path}: cannot be written: ${reason}`, { cause: error }) : error;
}

/** A relative link, as Python makes it; a copy where links are not allowed. */
async function linkOrCopy(target: string, place: string): Promise<void> {
  try {
    await rm(place, { force: true });
    await symlink(relative(dirname(place), target), place);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") return;
    if (!["EPERM", "ENOSYS", "ENOTSUP"].includes(code)) throw writeError(place, error);
    await replaceFile(place, (draft) => copyFile(target, draft)).catch((failed: unknown) => {
      throw writeError(place, failed);
    });
  }
}
