// One process downloads a blob at a time; others wait for it. A lock left by a process that is gone
// is taken over.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { InputError } from "@w2s/base";
import { writing } from "./cache.js";

const POLL_MS = 200;

/**
 * Runs `work` while holding `path`, waiting for its holder first.
 * @throws InputError after `patienceMs` (default 30 minutes) of a holder that does not finish.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  patienceMs = 1_800_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  while (!take(path)) {
    if (Date.now() > deadline) {
      throw new InputError(
        `${path}: another download holds this lock; delete it if none is running`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  return writing(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeFileSync(path, `${process.pid} ${hostname()}`, { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAbandoned(path)) rmSync(path, { force: true });
      return false;
    }
  });
}

/** Whether the holder ran on this machine and is gone. */
function isAbandoned(path: string): boolean {
  let holder: string;
  let age: number;
  try {
    holder = readFileSync(path, "utf8");
    age = Date.now() - statSync(path).mtimeMs;
  } catch {
    return false;
  }
  const [pid, host] = holder.split(" ");
  // Between its creation and its writing a lock is empty for a moment; longer, its maker died
  // there.
  if (!pid || !host) return age > 10_000;
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
