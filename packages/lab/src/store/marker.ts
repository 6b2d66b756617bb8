// Whether a folder is a store. Its marker says so; stores of earlier versions have none and are
// known by what lies in them. Nothing is ever swept where this module says no.

import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, makeFolder } from "@w2s/base";
import { isOwnerName } from "./owner.js";
import { isStepName } from "./step-name.js";
import { codeOf, elsewhere, readFailure, type StoreAdvice } from "./store-error.js";

/** The file that marks a folder as a store. */
export const markerFile = "w2s-store.json";

/** What a store's path is before it is opened. */
export type FoundStore = "marked" | "unmarked" | "empty" | "missing";

/**
 * Looks at a folder that is to be a store: `unmarked` is one that an earlier version made.
 * @throws InputError when the folder holds other things. @throws StoreError when it may not be
 * read.
 */
export async function findStore(root: string, advice?: StoreAdvice): Promise<FoundStore> {
  const names = await readdir(root).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw readFailure(root, error, advice);
  });
  if (names === undefined) return "missing";
  if (names.includes(markerFile)) return "marked";
  if (names.length === 0) return "empty";
  if ((await holdsStep(root)) || (await holdsOnlyOurs(root, names))) return "unmarked";
  throw new InputError(
    `store ${root}: must be a store or an empty folder, got a folder with ${some(names)} in it; ` +
      `nothing was touched; name an empty one, ${advice?.elsewhere ?? elsewhere}`,
  );
}

/** Marks the folder as a store. @throws what the file system throws when it may not be written. */
export async function markStore(root: string): Promise<void> {
  await makeFolder(root);
  const text = `${JSON.stringify({ format: 1, what: "step results of w2s" }, null, 2)}\n`;
  await writeFile(join(root, markerFile), text, { flag: "wx" }).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
}

/** Whether a step lies where steps lie. */
async function holdsStep(root: string): Promise<boolean> {
  for (const shelf of await namesIn(join(root, "steps"))) {
    for (const name of await namesIn(join(root, "steps", shelf))) {
      if (!isStepName(name) || !name.startsWith(shelf)) continue;
      if ((await namesIn(join(root, "steps", shelf, name))).includes("step.json")) return true;
    }
  }
  return false;
}

/** Whether all that lies there has the form of what a store that has no step yet may hold. */
async function holdsOnlyOurs(root: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    if (/^rates\.json(\.\d+)?$/.test(name)) continue;
    const isOurs = forms[name];
    if (isOurs === undefined || !(await namesIn(join(root, name))).every(isOurs)) return false;
  }
  return true;
}

const forms: Readonly<Record<string, (name: string) => boolean>> = {
  steps: (shelf) => /^[0-9a-f]{2}$/.test(shelf),
  tmp: isOwnerName,
  scratch: isStepName,
  damaged: (name) => /^[0-9a-f]{64}-\d+$/.test(name),
};

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function some(names: readonly string[]): string {
  const listed = names.toSorted().slice(0, 3).join(", ");
  return names.length > 3 ? `${listed} and others` : listed;
}
