// What a number was measured on.

import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { nodeRuntime, vectorsHere } from "@w2s/grad";

/** For example "Intel Xeon, 2 cores, 25 GB, linux x64, AVX-512". */
export function machine(): string {
  const vectors = vectorsHere();
  const cpu = cpus()[0]?.model.trim() || "unknown CPU";
  return (
    `${cpu}, ${availableParallelism()} cores, ${Math.round(totalmem() / 1e9)} GB, ` +
    `${platform()} ${arch()}${vectors ? `, ${vectors}` : ""}`
  );
}

export function ownVersions(): Record<string, string> {
  const [name, version] = nodeRuntime.name.split(/[ ,]+/);
  return { node: process.versions.node, [name!]: version! };
}
