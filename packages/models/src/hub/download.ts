// One file from the hub into the cache: resumed where it was cut off, checked against the hub's
// hash, then renamed into place. What is in place is whole and right.

import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError, makeFolderSync } from "@w2s/base";
import { writeError, writing } from "./cache.js";
import { openContent, type RemoteFile, reasonOf, UnreachableHub } from "./client.js";
import { withLock } from "./download-lock.js";
import { hashLike, isHash } from "./file-hash.js";
import type { HubSettings } from "./settings.js";

/** Bytes of a file so far; `total` is null when the server does not say. */
export type DownloadProgress = (file: string, received: number, total: number | null) => void;

export interface DownloadOptions {
  readonly onProgress?: DownloadProgress;
  /** Attempts after a connection breaks, each going on where the last one stopped. Default 4. */
  readonly retries?: number;
  /** Wait before the first retry, doubled for each further one. Default 500. */
  readonly retryDelayMs?: number;
  /** A connection that gives nothing for this long counts as broken. Default 30,000. */
  readonly stallMs?: number;
}

/**
 * Brings a file to `blob`, unless it is there. `name` is for messages and progress.
 * @throws InputError when the connection keeps breaking (the part received stays, for the next
 * run), the content has another hash than the hub gave, or it cannot be written.
 */
export async function downloadBlob(
  settings: HubSettings,
  remote: RemoteFile,
  blob: string,
  name: string,
  options: DownloadOptions = {},
): Promise<void> {
  if (!isHash(remote.etag)) {
    throw new InputError(
      `${name}: ${settings.endpoint} gives no hash to check it against, got "${remote.etag}"`,
    );
  }
  if (existsSync(blob)) return;
  await withLock(`${blob}.lock`, async () => {
    if (existsSync(blob)) return;
    const partial = `${blob}.incomplete`;
    const wasResumed = await receive(settings, remote, partial, name, options);
    if (await isRight(remote, partial)) return writing(blob, () => renameSync(partial, blob));
    rmSync(partial, { force: true });
    // The part from an earlier run may be what was wrong: once more, from the start.
    if (wasResumed) {
      await receive(settings, remote, partial, name, options);
      if (await isRight(remote, partial)) return writing(blob, () => renameSync(partial, blob));
      rmSync(partial, { force: true });
    }
    throw new InputError(
      `${name}: the content received does not have the hub's hash ${remote.etag}; it was ` +
        "deleted, run again",
    );
  });
}

async function isRight(remote: RemoteFile, partial: string): Promise<boolean> {
  return (await hashLike(remote.etag, partial)) === remote.etag;
}

/** Fills `partial` to its end. Returns whether it began with bytes of an earlier run. */
async function receive(
  settings: HubSettings,
  remote: RemoteFile,
  partial: string,
  name: string,
  options: DownloadOptions,
): Promise<boolean> {
  const { retries = 4, retryDelayMs = 500 } = options;
  const wasResumed = sizeOf(partial) > 0;
  for (let attempt = 0; ; attempt++) {
    const broken = await receiveOnce(settings, remote, partial, name, options);
    if (broken === null) return wasResumed;
    if (attempt === retries) {
      const total = remote.size === null ? "" : ` of ${remote.size}`;
      throw new InputError(
        `${name}: the download broke off after ${sizeOf(partial)}${total} bytes (${broken}); ` +
          "run again to resume",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs * 2 ** attempt));
  }
}

/** One connection. Returns null when the file is complete, else why it is not. */
async function receiveOnce(
  settings: HubSettings,
  remote: RemoteFile,
  partial: string,
  name: string,
  options: DownloadOptions,
): Promise<string | null> {
  let start = sizeOf(partial);
  if (remote.size !== null && start > remote.size) {
    rmSync(partial, { force: true });
    start = 0;
  }
  if (start > 0 && start === remote.size) return null;
  const stall = stallTimer(options.stallMs ?? 30_000);
  try {
    const response = await openContent(settings, name, remote.url, start, stall.signal);
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return refusedContent(response, partial, name);
    }
    const isContinuation = response.status === 206;
    if (!isContinuation) start = 0;
    const announced = response.headers.get("content-length");
    const total = remote.size ?? (announced === null ? null : start + Number(announced));
    const received = await append(partial, start, response.body, (bytes) => {
      if (total !== null && bytes > total) throw tooLong(name, partial, total);
      stall.reset();
      options.onProgress?.(name, bytes, total);
    });
    return total === null || received >= total ? null : "connection closed";
  } catch (error) {
    if (error instanceof InputError && !(error instanceof UnreachableHub)) throw error;
    return stall.signal.aborted
      ? "no data"
      : reasonOf(error instanceof UnreachableHub ? error.cause : error);
  } finally {
    stall.stop();
  }
}

/** Nothing that follows can be of the file: the disk is not to be filled with it. */
function tooLong(name: string, partial: string, total: number): InputError {
  rmSync(partial, { force: true });
  return new InputError(
    `${name}: more came than the ${total} bytes that were announced; it was deleted, run again`,
  );
}

/** What an answer without content means: worth another try, or @throws InputError. */
function refusedContent(response: Response, partial: string, name: string): string {
  const { status } = response;
  // The range is not there: what an earlier run left is not a part of this file.
  if (status === 416) rmSync(partial, { force: true });
  if (status === 416 || status === 408 || status === 429 || status >= 500)
    return `answer ${status}`;
  throw new InputError(
    `${name}: ${new URL(response.url).host} answered ${status} instead of the file`,
  );
}

/**
 * Writes a stream at `start` of a file, cutting off what was behind it. `onBytes` hears what the
 * size will be before more is written, and may throw. Returns the file's size.
 */
async function append(
  path: string,
  start: number,
  body: ReadableStream<Uint8Array>,
  onBytes: (received: number) => void,
): Promise<number> {
  writing(path, () => makeFolderSync(dirname(path)));
  const file = await open(path, existsSync(path) ? "r+" : "w").catch((error) => {
    throw writeError(path, error);
  });
  try {
    await file.truncate(start);
    let position = start;
    for await (const chunk of body) {
      onBytes(position + chunk.length);
      await file.write(chunk, 0, chunk.length, position).catch((error) => {
        throw writeError(path, error);
      });
      position += chunk.length;
    }
    await file.sync();
    return position;
  } finally {
    await file.close();
  }
}

/** Aborts its signal when not reset for `limitMs`. */
function stallTimer(limitMs: number): { signal: AbortSignal; reset(): void; stop(): void } {
  const controller = new AbortController();
  const start = () => setTimeout(() => controller.abort(), limitMs);
  let timer = start();
  return {
    signal: controller.signal,
    reset() {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => clearTimeout(timer),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
