// recipe("sst2", "data/sst2"): a well-known data set as a task, by its name.

import { join, resolve } from "node:path";
import { checkOptions, didYouMean, InputError } from "@w2s/base";
import * as z from "zod";
import { describe, rows } from "../describe.js";
import type { AnswersOptions, ChoicesOptions, PairsOptions, TableOptions } from "../options.js";
import type { Source } from "../source.js";
import type { Task } from "../task.js";
import { taskRecipes } from "./all.js";
import type { RecipeSource, TaskRecipe } from "./task-recipe.js";

/** What of a recipe's task may be said otherwise: any option of its kind. */
export type RecipeOptions = Partial<
  TableOptions & Omit<ChoicesOptions, "answer"> & PairsOptions & AnswersOptions
>;

/**
 * A well-known data set as a task: its columns, labels and groups are known (docs/recipes.md).
 *
 *     recipe("sst2", "data/sst2", { limit: 1000 })
 *
 * @param folder where its files lie, as published; relative to the study file's folder
 * @param options of the task, in place of the recipe's: any option of its kind
 * @throws InputError for an unknown name (with the near miss) or option
 */
export function recipe(name: string, folder: string, options: RecipeOptions = {}): Task {
  const { parts, task } = recipeOf(name);
  if (typeof folder !== "string" || folder === "") {
    throw new InputError(`recipe "${name}": the second argument must be the folder of its files`);
  }
  const { source, test, validation } = parts;
  const own = {
    ...task.options,
    name,
    ...(test && { test: sourceIn(folder, test, `${name}-test`) }),
    ...(validation && { validation: sourceIn(folder, validation, `${name}-validation`) }),
  };
  return describe(task.kind, sourceIn(folder, source, name), { ...own, ...options });
}

const json = z.looseObject({ recipe: z.string(), folder: z.string() });

/** `{ "recipe": "sst2", "folder": path, ...options }`. @throws InputError as `recipe` */
export function recipeFromJson(item: object): Task {
  const { recipe: name, folder, ...options } = checkOptions(json, item, "task");
  return recipe(name, folder, options);
}

function recipeOf(name: string): TaskRecipe {
  if (Object.hasOwn(taskRecipes, name)) return byName[name]!;
  const names = Object.keys(taskRecipes);
  const near = didYouMean(String(name), names) || `; known: ${names.join(", ")}`;
  throw new InputError(`recipe: unknown data set "${name}"${near}`);
}

const byName: Readonly<Record<string, TaskRecipe>> = taskRecipes;

function sourceIn(folder: string, source: RecipeSource, name: string): Source {
  if (typeof source === "string") return join(folder, source);
  return rows(name, ({ baseDir }) => source(resolve(baseDir, folder)));
}
