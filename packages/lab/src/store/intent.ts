// What is about to appear: the names of staged results that belong together, beside them. Whoever
// finds it in a dead process's folder goes on with it, so that they appear all or none.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonOrUndefined } from "./step-file.js";
import { isStepName } from "./step-name.js";
import { writeDurably } from "./write-step.js";

const file = (folder: string): string => join(folder, "intent.json");

/** @param names of the steps staged in the folder's "0", "1" and so on */
export async function writeIntent(folder: string, names: readonly string[]): Promise<void> {
  await writeDurably(file(folder), [new TextEncoder().encode(JSON.stringify(names))]);
}

/** The names; none where nothing was about to appear yet. */
export async function readIntent(folder: string): Promise<string[]> {
  const names = jsonOrUndefined(await readFile(file(folder), "utf8").catch(() => ""));
  const all = Array.isArray(names) ? names : [];
  return all.every((name) => typeof name === "string" && isStepName(name)) ? all : [];
}
