// What a reader must know of the machine and the versions behind a result.

import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import type { RunRecord } from "@w2s/lab";

const require = createRequire(import.meta.url);

export function machine(): RunRecord["machine"] {
  return {
    platform: platform(),
    arch: arch(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    device: "cpu",
    placement: null,
  };
}

/**
 * Versions of this command, of Node and of the runtime that trains; "unknown" where it cannot be
 * told.
 */
export function versions(): Record<string, string> {
  return {
    w2s: versionOf("../../package.json"),
    node: process.versions.node,
    onnxruntime: versionOf("onnxruntime-common/package.json", "onnxruntime-node/package.json"),
  };
}

function versionOf(...paths: readonly string[]): string {
  for (const path of paths) {
    try {
      return String((require(path) as { version: unknown }).version);
    } catch {
      // Not exported, or not installed where we look.
    }
  }
  return "unknown";
}
