// Resident memory of this process: now, and its peak since a mark.

import { readFileSync, writeFileSync } from "node:fs";

/**
 * Starts a new peak at the present size, where the system can do that (Linux); the peak so far
 * stands elsewhere.
 */
export function markMemory(): number {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
  return process.memoryUsage.rss();
}

/** The peak since the mark, in bytes. */
export function peakMemory(): number {
  try {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (line) return Number(line[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
