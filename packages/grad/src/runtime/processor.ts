// The processor at hand: what a product takes depends on the width of its vectors.

import { readFileSync } from "node:fs";
import type { Target } from "./device.js";

/** The widest vectors of an x64 processor. */
export type Vectors = "AVX-512" | "AVX2";

let found: { readonly vectors: Vectors | undefined } | undefined;

/** Those of this machine; undefined where no file tells them, or where it has others. */
export function vectorsHere(): Vectors | undefined {
  found ??= { vectors: vectorsOf(readFlags()) };
  return found.vectors;
}

/** Those that a text tells that is written like Linux's /proc/cpuinfo. */
export function vectorsOf(flags: string): Vectors | undefined {
  if (/\bavx512f\b/.test(flags)) return "AVX-512";
  return /\bavx2\b/.test(flags) ? "AVX2" : undefined;
}

/** The target that programs for this machine's CPU are written for. */
export function cpuHere(): Target {
  return vectorsHere() === "AVX2" ? "cpu-avx2" : "cpu";
}

function readFlags(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}
