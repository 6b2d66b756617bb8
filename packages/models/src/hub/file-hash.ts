// Hashes of files: SHA-256 for what is recorded, and whatever the hub's etag is for what is
// checked.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { unreadable } from "@w2s/base";

const known = new Map<
  string,
  { readonly size: number; readonly mtimeMs: number; readonly sha256: string }
>();

/**
 * SHA-256 of a file, hexadecimal; remembered in this process while the file's size and time of
 * change stay.
 * @throws InputError for a file that cannot be read: a folder, or a link to one that is gone
 */
export async function sha256OfFile(path: string): Promise<string> {
  try {
    return await rememberedHash(await realpath(path));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function rememberedHash(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const cached = known.get(path);
  if (cached && cached.size === size && cached.mtimeMs === mtimeMs) return cached.sha256;
  const sha256 = await hashFile(path, "sha256", "");
  known.set(path, { size, mtimeMs, sha256 });
  return sha256;
}

/** SHA-256 of several named hashes as one, in the names' order. */
export function combinedHash(hashes: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(hashes).sort()) hash.update(`${name}\0${hashes[name]}\n`);
  return hash.digest("hex");
}

/** Whether an etag of the hub is a hash: SHA-256 of a large file, or git's SHA-1 of a small one. */
export function isHash(etag: string): boolean {
  return /^([0-9a-f]{64}|[0-9a-f]{40})$/.test(etag);
}

/** The hash of a file of the kind that `etag` is. */
export async function hashLike(etag: string, path: string): Promise<string> {
  if (etag.length === 64) return sha256OfFile(path);
  const { size } = await stat(path);
  return hashFile(path, "sha1", `blob ${size}\0`);
}

async function hashFile(
  path: string,
  algorithm: "sha1" | "sha256",
  prefix: string,
): Promise<string> {
  const hash = createHash(algorithm).update(prefix);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
