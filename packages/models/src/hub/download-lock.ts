// One process downloads a blob at a time; others wait for it. The holder touches its lock as long
// as it lives, so that a lock which stands still is taken over, whoever left it: a process of this
// machine, of a container that is gone, or one that had our own number.

import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { InputError, isAlive, makeFolderSync } from "@w2s/base";
import { writing } from "./cache.js";

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
  }: LockOptions = {},
): Promise<T> {
  const own = `${process.pid} ${hostname()} ${randomUUID()}`;
  const deadline = performance.now() + patienceMs;
  const watch = new Watch(path, staleMs);
  while (!take(path, own)) {
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

function take(path: string, own: string): boolean {
  return writing(path, () => {
    makeFolderSync(dirname(path));
    try {
      writeFileSync(path, own, { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      return false;
    }
  });
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
