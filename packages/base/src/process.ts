// Who else is there: this machine by name, and its processes by number.

import { hostname } from "node:os";

/** This machine, as names of files take it. */
export const hostLabel = (): string => hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-");

/** Whether a process of this machine has that number; another user's counts. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0); // Signal 0 only asks.
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
