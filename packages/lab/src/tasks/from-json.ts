// Tasks in JSON: the kind or the recipe by its name, and its options.

import { didYouMean, InputError, shownValue } from "@w2s/base";
import { describe } from "./describe.js";
import { isTaskKind, taskKinds } from "./kinds.js";
import { recipeFromJson } from "./recipes/recipe.js";
import type { Task } from "./task.js";

/**
 * A task from JSON: `{ "kind": "table", "source": path, ...options }`, and likewise "choices" and
 * "pairs"; or `{ "recipe": "sst2", "folder": path, ...options }`.
 * @throws InputError for an unknown kind or recipe, and for an option that is unknown, missing or
 * wrong
 */
export function taskFromJson(value: unknown): Task {
  if (typeof value !== "object" || value === null) {
    throw new InputError(
      `task: must be an object with "kind" and "source", got ${shownValue(value)}`,
    );
  }
  if ("recipe" in value) return recipeFromJson(value);
  const { kind, source, ...options } = value as Record<string, unknown>;
  if (isTaskKind(kind)) return describe(kind, source, options);
  const names = Object.keys(taskKinds);
  const quoted = names.map((name) => JSON.stringify(name));
  const known = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)!}`;
  const near = typeof kind === "string" ? didYouMean(kind, names) : "";
  throw new InputError(`task: "kind" must be ${known}, got ${shownValue(kind)}${near}`);
}
