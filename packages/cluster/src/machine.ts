// A machine in a line, as a record names it: whose passes were computed where.

import { arch, cpus, hostname, platform } from "node:os";

/** `lab1: AMD EPYC 7B12, linux x64`. */
export function machineLine(): string {
  return `${hostname()}: ${cpus()[0]?.model.trim() ?? "unknown"}, ${platform()} ${arch()}`;
}
