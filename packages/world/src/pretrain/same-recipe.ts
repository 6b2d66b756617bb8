// Whether a folder's recipe is the one that is asked for: a checkpoint must not be gone on with
// under other options, nor a finished model be taken for another.

import { dirname } from "node:path";
import { InputError, readJson } from "@w2s/base";
import { canonicalJson, type JsonValue } from "@w2s/lab/engine";
import * as z from "zod";
import type { PretrainRecipe } from "./recipe.js";

const object = z.record(z.string(), z.json());

/**
 * Compares the recipe in `file` with the one that is asked for.
 * @param otherwise what the folder is when they differ, and what to do
 * @throws InputError when they differ, naming the first option, or the file holds no recipe
 */
export function assertSameRecipe(file: string, recipe: PretrainRecipe, otherwise: string): void {
  const found: Readonly<Record<string, JsonValue>> = readJson(file, object);
  const wanted = JSON.parse(JSON.stringify(recipe)) as Record<string, JsonValue>;
  const differing = Object.keys(wanted).find(
    (key) => canonicalJson(found[key] ?? null) !== canonicalJson(wanted[key]!),
  );
  if (differing === undefined) return;
  const shown = (value: JsonValue | undefined) =>
    value !== null && typeof value === "object" ? "another one" : String(value);
  throw new InputError(
    `${dirname(file)}: ${otherwise} ("${differing}" is ${shown(found[differing])}, got ` +
      `${shown(wanted[differing])})`,
  );
}
