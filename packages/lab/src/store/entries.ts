// What lies in a store, without reading the results themselves.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readStepFile, readTiming } from "./read-step.js";
import { isStepName } from "./step-name.js";
import { codeOf } from "./store-error.js";

/** One step as `Store.list` shows it. */
export interface StoreEntry {
  readonly name: string;
  readonly kind: string;
  /** Size of its folder's files. */
  readonly bytes: number;
  /** When it was last written or read. */
  readonly usedAt: Date;
  /** How long it took to compute; null where that is not known. */
  readonly durationMs: number | null;
}

/**
 * A step's folder: two hexadecimal digits of its name keep the number of folders on one shelf
 * small.
 */
export function stepFolder(root: string, name: string): string {
  return join(root, "steps", name.slice(0, 2), name);
}

/** Names of all steps of the store at `root`, sorted; damaged ones included. */
export async function stepNames(root: string): Promise<string[]> {
  const names: string[] = [];
  for (const shelf of await namesIn(join(root, "steps"))) {
    names.push(...(await namesIn(join(root, "steps", shelf))));
  }
  return names.filter(isStepName).sort();
}

/** The entries of all sound steps, in the order of their names. */
export async function storeEntries(root: string): Promise<StoreEntry[]> {
  const names = await stepNames(root);
  const entries: (StoreEntry | undefined)[] = [];
  for (let at = 0; at < names.length; at += batch) {
    const some = names
      .slice(at, at + batch)
      .map((name) => storeEntry(stepFolder(root, name), name));
    entries.push(...(await Promise.all(some)));
  }
  return entries.filter((entry) => entry !== undefined);
}

/** What lies in `damaged/`. */
export interface DamagedSteps {
  /** Of the folders there: the step's name and when it was set aside. */
  readonly names: readonly string[];
  readonly bytes: number;
}

/** The damaged steps that were set aside before a time, in ms since the epoch. */
export async function damagedSteps(root: string, before: number): Promise<DamagedSteps> {
  const names: string[] = [];
  let bytes = 0;
  for (const name of (await namesIn(join(root, "damaged"))).sort()) {
    const at = /^[0-9a-f]{64}-(\d+)$/.exec(name)?.[1];
    if (at === undefined || !(Number(at) < before)) continue;
    names.push(name);
    bytes += await bytesIn(join(root, "damaged", name));
  }
  return { names, bytes };
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = (await namesIn(folder)).map(async (file) => (await stat(join(folder, file))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** How many steps are looked at together: few enough for any limit on open files. */
const batch = 16;

/** A step's entry, or undefined when it is damaged, or removed while we look. */
async function storeEntry(folder: string, name: string): Promise<StoreEntry | undefined> {
  try {
    const { kind } = await readStepFile(folder, name);
    const files = await Promise.all(
      (await readdir(folder)).map((file) => stat(join(folder, file))),
    );
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const { mtime } = await stat(join(folder, "step.json"));
    return {
      name,
      kind,
      bytes,
      usedAt: mtime,
      durationMs: (await readTiming(folder))?.durationMs ?? null,
    };
  } catch {
    return undefined;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return [];
    throw error;
  });
}
