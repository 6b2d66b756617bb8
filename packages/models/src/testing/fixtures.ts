// Where tests find reference values: those committed beside the sources, and the real models that
// may lie in a shared folder (W2S_SHARED, or `shared` beside the repository) or a cache. Tests of
// them are skipped where there is none.

import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeSafetensors } from "../formats/safetensors-read.js";
import type { TensorFile } from "../formats/tensor-file.js";

const packageRoot = fileURLToPath(new URL("../..", import.meta.url));

/** Path of a committed fixture. */
export function fixture(...parts: string[]): string {
  return join(packageRoot, "src", "fixtures", ...parts);
}

/** A committed safetensors fixture, in memory. */
export function fixtureArrays(...parts: string[]): TensorFile {
  return decodeSafetensors(readFileSync(fixture(...parts)), parts.join("/"));
}

/** float32 values of one tensor. */
export function floats(file: TensorFile, name: string): Float32Array {
  const { data } = file.read(name);
  if (!(data instanceof Float32Array)) throw new Error(`${file.label}: "${name}" is not float32`);
  return data;
}

/**
 * Folder of a real model, shared or in the user's cache, or null where it is in neither: give
 * `describe.skipIf(folder === null)`.
 */
export function sharedModel(name: string): string | null {
  const own = join(homedir(), ".cache", "w2s", "models", name);
  return sharedFolder("models", name) ?? (existsSync(own) ? own : null);
}

/** Another folder of the shared one, or null where it is not there. */
export function sharedFolder(...parts: string[]): string | null {
  const shared = process.env.W2S_SHARED ?? join(packageRoot, "..", "..", "..", "shared");
  const folder = join(shared, ...parts);
  return existsSync(folder) ? folder : null;
}

/** Largest absolute difference of two arrays of equal length; NaN if any element is. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths differ: ${a.length} and ${b.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
