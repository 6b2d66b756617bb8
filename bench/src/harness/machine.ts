// What a number was measured on.

import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { nodeRuntime } from "@w2s/grad";

/** For example "Intel Xeon, 2 cores, 25 GB, linux x64, AVX-512". */
export function machine(): string {
  const cpu = cpus()[0]?.model.trim() || "unknown CPU";
  return (
    `${cpu}, ${availableParallelism()} cores, ${Math.round(totalmem() / 1e9)} GB, ` +
    `${platform()} ${arch()}${vectors()}`
  );
}

/** The widest vectors, which decide what a product takes; nothing where no file tells them. */
function vectors(): string {
  try {
    const flags = readFileSync("/proc/cpuinfo", "utf8");
    if (/\bavx512f\b/.test(flags)) return ", AVX-512";
    return /\bavx2\b/.test(flags) ? ", AVX2" : "";
  } catch {
    return "";
  }
}

export function ownVersions(): Record<string, string> {
  const [name, version] = nodeRuntime.name.split(/[ ,]+/);
  return { node: process.versions.node, [name!]: version! };
}
