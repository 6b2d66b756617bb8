// Whether a folder is a store. Its marker says so; stores of earlier versions have none and are
// known by what lies in them. Nothing is ever swept where this module says no.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { InputError, writeFileWhole } from "@w2s/base";
import { z } from "zod";
import { isOwnerName } from "./owner.js";
import { isStepName } from "./step-name.js";
import { codeOf, elsewhere, readFailure, type StoreAdvice } from "./store-error.js";

/** The file that marks a folder as a store. */
export const markerFile = "w2s-store.json";

/** What this version writes into it. */
export const markerText = '{\n  "format": 1,\n  "what": "step results of w2s"\n}\n';

const marker = z.object({ format: z.int().min(1) });

/**
 * Why a store with this marker may not be used, in words that follow its name; undefined: it may.
 * What another version would misread is neither read nor written.
 */
export function markerFault(text: string): string | undefined {
  const format = formatOf(text);
  if (format === 1) return undefined;
  return format === undefined
    ? `${markerFile} in it must say the store's format, got something else; put back the file as ` +
        "it was, or remove it where this version of w2s wrote the store"
    : `must have format 1, got ${format} of a later version of w2s; install that one`;
}

function formatOf(text: string): number | undefined {
  try {
    return marker.safeParse(JSON.parse(text)).data?.format;
  } catch {
    return undefined;
  }
}

/** What a store's path is before it is opened. */
export type FoundStore = "marked" | "unmarked" | "empty" | "missing";

/**
 * Looks at a folder that is to be a store: `unmarked` is one that an earlier version made. One in
 * which only claims lie has nothing to lose: it is `empty`.
 * @throws InputError when the folder holds other things, or a store of another format.
 * @throws StoreError when it may not be read.
 */
export async function findStore(root: string, advice?: StoreAdvice): Promise<FoundStore> {
  const names = await readdir(root).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw readFailure(root, error, advice);
  });
  if (names === undefined) return "missing";
  if (names.includes(markerFile)) {
    const text = await readMarker(root).catch((error: unknown) => {
      throw readFailure(root, error, advice);
    });
    const fault = markerFault(text);
    if (fault === undefined) return "marked";
    throw new InputError(`store ${root}: ${fault}, ${advice?.elsewhere ?? elsewhere}`);
  }
  if (names.every((name) => name === "claims") && (await holdsOnlyOurs(root, names)))
    return "empty";
  if ((await holdsStep(root)) || (await holdsOnlyOurs(root, names))) return "unmarked";
  throw new InputError(
    `store ${root}: must be a store or an empty folder, got a folder with ${some(names)} in it; ` +
      `nothing was touched; name an empty one, ${advice?.elsewhere ?? elsewhere}`,
  );
}

/** An earlier version wrote it in two moves: between them it is empty. */
async function readMarker(root: string): Promise<string> {
  for (let tries = 20; ; tries--) {
    const text = await readFile(join(root, markerFile), "utf8");
    if (text !== "" || tries === 0) return text;
    await setTimeout(50);
  }
}

/** Whether the folder's marker lies there. */
export async function isMarked(root: string): Promise<boolean> {
  return (await namesIn(root)).includes(markerFile);
}

/** Marks the folder as a store. @throws what the file system throws when it may not be written. */
export async function markStore(root: string): Promise<void> {
  if (!(await isMarked(root))) await writeFileWhole(join(root, markerFile), markerText);
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
    // A marker that was on its way, too.
    if (/^(rates|pass-times)\.json(\.[\w-]+)*$|^w2s-store\.json\.[\w-]+\.tmp$/.test(name)) continue;
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
  claims: (name) => /^(owners|seals|[0-9a-z]{2})$/.test(name),
};

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function some(names: readonly string[]): string {
  const listed = names.toSorted().slice(0, 3).join(", ");
  return names.length > 3 ? `${listed} and others` : listed;
}
