// One process at a time works in a step's scratch folder. Whoever wants it lays a file of its own
// beside it and then looks for others': of two, the later one sees the earlier. Names are used
// once, so that what a dead process left can be removed by anybody at any time. (A single file
// that is taken over could be taken over twice.)

import { randomUUID } from "node:crypto";
import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { hostLabel, isAlive, makeFolder } from "@w2s/base";
import { processOf } from "./processes.js";

/** What ends waiting for a folder, and who hears of it. */
export interface LockWait {
  readonly signal: AbortSignal;
  /** Hears once who is waited for. */
  readonly onWait: (holder: string) => void;
}

/** How often a holder touches its file, for other machines. */
const beatMs = 15_000;
/** For how long another machine's holder has not touched it when it counts as dead. */
const staleMs = 300_000;

/**
 * Runs `work` while no other process, and nobody else in this one, works in the folder.
 * @throws what `work` throws; the signal's reason when aborted while waiting
 */
export async function inFolder<T>(
  folder: string,
  { signal, onWait }: LockWait,
  work: () => Promise<T>,
): Promise<T> {
  const own = `${folder}.${nameOf(process.pid)}.lock`;
  let isTold = false;
  for (;;) {
    signal.throwIfAborted();
    await makeFolder(dirname(folder));
    await writeFile(own, "");
    try {
      const [holder] = await others(folder, own);
      if (holder === undefined) {
        const beat = setInterval(() => void touch(own), beatMs).unref();
        try {
          return await work();
        } finally {
          clearInterval(beat);
        }
      }
      if (!isTold) onWait(holder);
      isTold = true;
    } finally {
      await rm(own, { force: true });
    }
    // A moment of chance, so that two that tried at once part.
    await passed(100 + 400 * Math.random(), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
}

/** By the disk's own clock; one that was removed meanwhile is not made again. */
async function touch(path: string): Promise<void> {
  await writeFile(path, " ", { flag: "r+" }).catch(() => undefined);
}

/** `host~pid~start~chance`; a start of "-" where it cannot be told. */
function nameOf(pid: number): string {
  return [hostLabel(), pid, startOf(pid) ?? "-", randomUUID().slice(0, 8)].join("~");
}

function startOf(pid: number): string | undefined {
  const there = processOf(pid);
  return there && `${there.boot}_${there.start}`;
}

/** The living others that want the folder, as messages call them; dead ones' files are removed. */
async function others(folder: string, own: string): Promise<string[]> {
  const there: string[] = [];
  const root = dirname(folder);
  for (const name of await readdir(root).catch(() => [])) {
    const path = join(root, name);
    const [step, host, pid, start] = partsOf(name);
    if (path === own || pid === undefined) continue;
    if (!(await isHeld(path, host!, Number(pid), start!, own))) await rm(path, { force: true });
    else if (step === basename(folder)) there.push(`process ${pid} on ${host}`);
  }
  return there;
}

function partsOf(name: string): string[] {
  const found = /^([^.]+)\.([^~]+)~(\d+)~([^~]+)~[^~]+\.lock$/.exec(name);
  return found ? found.slice(1) : [];
}

async function isHeld(path: string, host: string, pid: number, start: string, own: string) {
  if (host === hostLabel()) {
    return isAlive(pid) && (start === "-" || start === startOf(pid));
  }
  // By the disk's clock alone: ours and the other machine's may differ.
  const [theirs, ours] = [await touchedAt(path), await touchedAt(own)];
  return theirs !== undefined && (ours === undefined || ours - theirs < staleMs);
}

async function touchedAt(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
