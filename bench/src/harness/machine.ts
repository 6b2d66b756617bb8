// What a number was measured on.

import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { nodeRuntime, vectorsHere } from "@w2s/grad";

/** For example "AMD EPYC (family 25, model 17), 2 cores, 25 GB, linux x64, AVX-512". */
export function machine(): string {
  const vectors = vectorsHere();
  const cpu = cpus()[0]?.model.trim() || "unknown CPU";
  return (
    `${cpu}${generation()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 1e9)} GB, ` +
    `${platform()} ${arch()}${vectors ? `, ${vectors}` : ""}`
  );
}

/** Clouds name processors without their generation; numbers differ by twice between two. */
function generation(): string {
  const numberOf = (info: string, field: string) =>
    new RegExp(`^${field}\\s*: (\\d+)$`, "m").exec(info)?.[1];
  try {
    const info = readFileSync("/proc/cpuinfo", "utf8");
    const [family, model] = [numberOf(info, "cpu family"), numberOf(info, "model")];
    return family && model ? ` (family ${family}, model ${model})` : "";
  } catch {
    return ""; // Not Linux.
  }
}

export function ownVersions(): Record<string, string> {
  const [name, version] = nodeRuntime.name.split(/[ ,]+/);
  return { node: process.versions.node, [name!]: version! };
}
