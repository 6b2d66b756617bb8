// Who else is there: this machine by name, and its processes by number.

import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** This machine, as names of files take it. */
export const hostLabel = (): string => hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-");

/**
 * Whether a process of this machine has that number; another user's counts. One that has ended and
 * that its parent has not asked about, as in a container whose first process asks about nobody,
 * counts on Linux as ended.
 */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0) && !hasEnded(pid); // Signal 0 only asks.
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Linux's: fields 3, the state, and 20, how many threads are left, which may still write. */
function hasEnded(pid: number): boolean {
  try {
    const said = readFileSync(`/proc/${pid}/stat`, "utf8");
    // They follow the name, field 2, which may hold parentheses and blanks itself.
    const fields = said.slice(said.lastIndexOf(")") + 2).split(" ");
    return /^[ZX]$/.test(fields[0]!) && Number(fields[17]) <= 1;
  } catch {
    return false;
  }
}
