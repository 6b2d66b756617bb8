// How many processes a machine's memory takes: by the largest model of the plan.

import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import type { Plan } from "@w2s/lab";

/** A process with the runtime and a study's texts, before any model; an assumption. */
const baseBytes = 400e6;
/** Weights, gradients and two moments as 32-bit floats: what training all of a model holds. */
const bytesPerParameter = 16;

/** At most this many of the processes that were asked for, and a line where that is fewer. */
export function workersThatFit(
  wanted: number,
  { cells }: Pick<Plan, "cells">,
  free = availableBytes(),
): { readonly fit: number; readonly line?: string } {
  const parameters = cells.flatMap(({ about }) => [
    about.supervisorModel.parameters ?? 0,
    about.studentModel.parameters ?? 0,
  ]);
  const each = baseBytes + bytesPerParameter * Math.max(0, ...parameters);
  const fit = Math.max(1, Math.min(wanted, Math.floor(free / each)));
  if (fit === wanted) return { fit };
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return {
    fit,
    line:
      `--workers ${wanted}: ${gb(free)} of memory are free and each may need ${gb(each)}; ` +
      `running ${fit}`,
  };
}

/** What the system can give without swapping. */
function availableBytes(): number {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))!;
    return Number(kilobytes) * 1024;
  } catch {
    return freemem(); // Not Linux.
  }
}
