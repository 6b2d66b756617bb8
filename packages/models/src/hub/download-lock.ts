// One process downloads a blob at a time; others wait for it. The holder touches its lock as long
// as it lives, so that a lock which stands still is taken over, whoever left it: a process of this
// machine, of a container that is gone, or one that had our own number.

import { randomUUID } from "node:crypto";
import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { InputError, isAlive, makeFolderSync } from "@w2s/base";
import { writeError } from "./cache.js";

/** How long a lock is waited for, and when it counts as left behind; milliseconds. */
export interface LockOptions {
  /** How long a holder that lives is waited for. Default 30 minutes. */
  readonly patienceMs?: number;
  /** How often the holder touches its lock. Default 5 s. */
  readonly beatMs?: number;
  /**
   * How long a lock stands still, while we watch, before it counts as left behind. Default 30 s.
   * One that has not been touched for ten times as long by its own time is not watched first.
   */
  readonly staleMs?: number;
  /** What is said of a holder that does not finish. Default "another download holds this lock". */
  readonly busy?: string;
  /** What is thrown where the lock cannot be written. Default: a line about the hub's cache. */
  readonly refusal?: (path: string, error: unknown) => unknown;
}

const POLL_MS = 200;

/**
 * Runs `work` while holding `path`, waiting for its holder first.
 * @throws InputError after `patienceMs` of a holder that does not finish.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  {
    patienceMs = 1_800_000,
    beatMs = 5_000,
    staleMs = 30_000,
    busy = "another download holds this lock",
    refusal = writeError,
  }: LockOptions = {},
): Promise<T> {
  const own = `${process.pid} ${hostname()} ${randomUUID()}`;
  const deadline = performance.now() + patienceMs;
  const watch = new Watch(path, staleMs);
  while (!take(path, own, refusal)) {
    if (watch.isAbandoned()) {
      rmSync(path, { force: true });
      continue;
    }
    if (performance.now() > deadline) {
      throw new InputError(`${path}: ${busy}; delete this file if none is running`);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, staleMs / 4)));
  }
  const beat = setInterval(() => touch(path, own), beatMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (contentOf(path) === own) rmSync(path, { force: true });
  }
}

/** An empty lock that a full disk left would be another's: it is removed. */
function take(
  path: string,
  own: string,
  refusal: (path: string, error: unknown) => unknown,
): boolean {
  try {
    makeFolderSync(dirname(path));
    const made = openNew(path);
    if (made === undefined) return false;
    writeOrRemove(path, made, own);
    return true;
  } catch (error) {
    throw refusal(path, error);
  }
}

function writeOrRemove(path: string, descriptor: number, text: string): void {
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined where there is one. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return undefined;
  }
}

/** What another's lock does while we wait. Times are ours: its clock may be another machine's. */
class Watch {
  private seen: string | undefined;
  private since = performance.now();

  constructor(
    private readonly path: string,
    private readonly staleMs: number,
  ) {}

  isAbandoned(): boolean {
    const state = stateOf(this.path);
    if (state === undefined) return false;
    if (state !== this.seen) {
      this.seen = state;
      this.since = performance.now();
    }
    const isStill = performance.now() - this.since > this.staleMs;
    return isStill || hasDeadHolder(this.path) || ageOf(this.path) > 10 * this.staleMs;
  }
}

/** Changes whenever the lock is touched or taken by another. */
function stateOf(path: string): string | undefined {
  const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return mtimeMs === undefined ? undefined : `${mtimeMs} ${contentOf(path)}`;
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** Whether the holder ran on this machine and is gone: then nobody need wait. */
function hasDeadHolder(path: string): boolean {
  const [pid, host] = (contentOf(path) ?? "").split(" ");
  return host === hostname() && !isAlive(Number(pid));
}

function touch(path: string, own: string): void {
  if (contentOf(path) !== own) return;
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Gone meanwhile, or on a disk that is full: others may take over, and the hash decides.
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
