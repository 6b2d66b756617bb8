// recipe("sst2", "data/sst2"): a well-known data set as a task, by its name.

import { join, resolve } from "node:path";
import { checkOptions, didYouMean, InputError } from "@w2s/base";
import { resolveDataset } from "@w2s/models";
import * as z from "zod";
import { describe, rows } from "../describe.js";
import type { AnswersOptions, ChoicesOptions, PairsOptions, TableOptions } from "../options.js";
import type { RowsContext, RowsFrom, SoughtSource, TaskSources } from "../source.js";
import type { Task } from "../task.js";
import { taskRecipes } from "./all.js";
import { findRelease, knownShapes } from "./find-release.js";
import type { RecipeParts, RecipeSource } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

/** What of a recipe's task may be said otherwise: any option of its kind. */
export type RecipeOptions = Partial<
  TableOptions & Omit<ChoicesOptions, "answer"> & PairsOptions & AnswersOptions
> & {
  /** Which of the set's releases to read, where a folder has several; default: the one it has. */
  readonly release?: string;
};

/**
 * A well-known data set as a task: its columns, labels and groups are known (docs/recipes.md).
 *
 *     recipe("sst2", "data/sst2", { limit: 1000 })
 *     recipe("anli_r2", "data/anli", { as: "binary" })
 *     recipe("boolq")
 *
 * @param folder where its files lie, as one of its releases publishes them; relative to the study
 * file's folder. Without one they are those of the Hugging Face cache, and are downloaded there
 * when it does not have them.
 * @param options of the task, in place of the recipe's: any option of its kind
 * @throws InputError for an unknown name (with the near miss) or option
 */
export function recipe(name: string, options?: RecipeOptions): Task;
export function recipe(name: string, folder: string, options?: RecipeOptions): Task;
export function recipe(
  name: string,
  place: string | RecipeOptions = {},
  more: RecipeOptions = {},
): Task {
  const declared = recipeOf(name);
  if (place === "" || place === null || !["string", "object"].includes(typeof place)) {
    throw new InputError(`recipe "${name}": the second argument must be the folder of its files`);
  }
  const folder = typeof place === "string" ? place : undefined;
  const { release, ...options } = typeof place === "string" ? more : place;
  const { kind, options: own, binary } = declared.task;
  const form = options.as === "binary" ? binary : {};
  const source = soughtIn(declared, folder, release);
  return describe(kind, source, { ...own, ...form, name, ...options });
}

const json = z.looseObject({ recipe: z.string(), folder: z.string().optional() });

/** `{ "recipe": "sst2", "folder": path, ...options }`. @throws InputError as `recipe` */
export function recipeFromJson(item: object): Task {
  const { recipe: name, folder, ...options } = checkOptions(json, item, "task");
  return folder === undefined ? recipe(name, options) : recipe(name, folder, options);
}

function recipeOf(name: string): TaskRecipe {
  if (Object.hasOwn(taskRecipes, name)) return byName[name]!;
  const names = Object.keys(taskRecipes);
  const near = didYouMean(String(name), names) || `; known: ${names.join(", ")}`;
  throw new InputError(`recipe: unknown data set "${name}"${near}`);
}

const byName: Readonly<Record<string, TaskRecipe>> = taskRecipes;

/** The release that a folder has; without a folder, the one on the hub. */
function soughtIn(
  declared: TaskRecipe,
  folder: string | undefined,
  release: string | undefined,
): SoughtSource {
  return Object.freeze({
    kind: "sought",
    name: declared.name,
    find: async ({ baseDir }: RowsContext) => {
      const place = folder ?? (await onThisMachine(declared));
      const wanted = folder === undefined ? "hub" : release;
      const parts = await findRelease(declared, { folder: place, baseDir, release: wanted });
      return sourcesIn(declared, place, parts);
    },
  });
}

/**
 * The folder of the set's files from the hub. @throws InputError where it is not on the hub, and as
 * `resolveDataset`
 */
async function onThisMachine({ name, releases }: TaskRecipe): Promise<string> {
  const release = releases.find(({ hub }) => hub !== undefined);
  if (release?.hub === undefined) {
    const files = releases[0]!.files.join(", ");
    throw new InputError(
      `recipe "${name}": not read from the hub; name the folder of its files (${files})`,
    );
  }
  const choose = (listing: readonly string[]) => {
    const found = release.find(listing);
    return found && Object.keys(found.tables);
  };
  const found = await resolveDataset(release.hub, { choose }).catch((cause: unknown) => {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(`${cause.message}; or name the folder of the set's files`, { cause });
  });
  return found.folder;
}

function sourcesIn(declared: TaskRecipe, folder: string, parts: RecipeParts): TaskSources {
  const { source, test, validation } = parts;
  const { name } = declared;
  return {
    source: sourceIn(declared, folder, source, name),
    test: test && sourceIn(declared, folder, test, `${name}-test`),
    validation: validation && sourceIn(declared, folder, validation, `${name}-validation`),
  };
}

function sourceIn(
  declared: TaskRecipe,
  folder: string,
  source: RecipeSource,
  name: string,
): RowsFrom {
  if (typeof source === "string") return join(folder, source);
  if (typeof source === "function") {
    return rows(name, async function* ({ baseDir }) {
      try {
        yield* source(resolve(baseDir, folder));
      } catch (cause) {
        // What reads a folder's files names them from there.
        if (!(cause instanceof InputError)) throw cause;
        const message = `${join(folder, cause.message)}; ${knownShapes(declared)}`;
        throw new InputError(message, { cause });
      }
    });
  }
  const inside = (files: readonly string[]) => files.map((file) => join(folder, file));
  return "kind" in source ? { ...source, files: inside(source.files) } : inside(source);
}
