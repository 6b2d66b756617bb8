// Tasks in JSON: the kind or the recipe by its name, and its options.

import { didYouMean, InputError, shownValue } from "@w2s/base";
import { describe } from "./describe.js";
import { either, isTaskKind, taskKinds } from "./kinds.js";
import { recipeFromJson } from "./recipes/recipe.js";
import { isSource, type Source } from "./source.js";
import type { Task } from "./task.js";

/**
 * A task from JSON: `{ "kind": "table", "source": path, ...options }`, and likewise every kind; or
 * `{ "recipe": "sst2", "folder": path, ...options }`.
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
  if (isTaskKind(kind)) return describe(kind, sourceIn(source, options, kind), options);
  const names = Object.keys(taskKinds);
  const known = either(names.map((name) => JSON.stringify(name)));
  const near = typeof kind === "string" ? didYouMean(kind, names) : "";
  throw new InputError(`task: "kind" must be ${known}, got ${shownValue(kind)}${near}`);
}

/**
 * The source in an object of JSON.
 * @param beside the object's other fields: one of them may be the source, misspelt
 * @throws InputError where it is none
 */
export function sourceIn(source: unknown, beside: object, subject: string): Source {
  if (isSource(source)) return source;
  const misspelt = Object.keys(beside).find((key) => didYouMean(key, ["source"]) !== "");
  if (source === undefined && misspelt !== undefined) {
    throw new InputError(`${subject}: unknown option "${misspelt}"; did you mean "source"?`);
  }
  throw new InputError(
    `${subject}: "source" must be a path or a list of paths, got ${shownValue(source)}`,
  );
}
