// How many processes a machine's memory takes: by the largest model of the plan.

import { readFileSync } from "node:fs";
import { freemem } from "node:os";

/** A process with the runtime and a study's texts, before any model; an assumption. */
const baseBytes = 400e6;
/** Weights, gradients and two moments as 32-bit floats: what training all of a model holds. */
const bytesPerParameter = 16;

/** What a process of a run may need, in bytes, where its largest model has so many parameters. */
export const processBytes = (parameters: number): number =>
  baseBytes + bytesPerParameter * parameters;

/**
 * At most this many of the processes that were asked for, and a line where that is fewer.
 * @param asked how they were asked for: "--workers 4"
 * @param each bytes that one may need
 */
export function processesThatFit(
  asked: string,
  wanted: number,
  each: number,
  free = availableBytes(),
): { readonly fit: number; readonly line?: string } {
  const fit = Math.max(1, Math.min(wanted, Math.floor(free / each)));
  if (fit === wanted) return { fit };
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return {
    fit,
    line: `${asked}: ${gb(free)} of memory are free and each may need ${gb(each)}; running ${fit}`,
  };
}

/** Where memory is asked about. */
interface Asked {
  /** A file's text. @throws where there is none */
  readonly read: (path: string) => string;
  /** What a container or a job may have, in bytes; 0, or more than there is: all. */
  readonly limit: number;
  readonly free: () => number;
}

const here: Asked = {
  read: (path) => readFileSync(path, "utf8"),
  limit: process.constrainedMemory?.() ?? 0,
  free: freemem,
};

/** What the system can give without swapping, and the control group that this process is in. */
export function availableBytes({ read, limit, free }: Asked = here): number {
  const system = systemBytes(read) ?? free();
  if (limit <= 0 || limit >= Number.MAX_SAFE_INTEGER) return system;
  return Math.max(0, Math.min(system, limit - groupBytes(read)));
}

function systemBytes(read: Asked["read"]): number | undefined {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+)/m.exec(read("/proc/meminfo"))!;
    return Number(kilobytes) * 1024;
  } catch {
    return undefined; // Not Linux.
  }
}

/** What a control group uses that cannot be taken from it: files' pages can. */
function groupBytes(read: Asked["read"]): number {
  const root = "/sys/fs/cgroup";
  for (const [used, stat, cold] of [
    [`${root}/memory.current`, `${root}/memory.stat`, "inactive_file"],
    [`${root}/memory/memory.usage_in_bytes`, `${root}/memory/memory.stat`, "total_inactive_file"],
  ] as const) {
    try {
      const [, pages] = new RegExp(`^${cold} (\\d+)$`, "m").exec(read(stat)) ?? [];
      return Number(read(used)) - Number(pages ?? 0);
    } catch {
      // Of the other version.
    }
  }
  return process.memoryUsage.rss();
}
