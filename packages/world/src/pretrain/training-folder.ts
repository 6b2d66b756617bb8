// DIR.training, where a pretraining keeps its recipe, its tokenizer and its checkpoint while it
// runs. It is made by a pretraining or refused, and only what one put there is ever removed.

import { readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, makeFolder, writeFileWhole } from "@w2s/base";
import { withLock } from "@w2s/models";
import { worldTokenizer } from "../world/index.js";
import type { PretrainRecipe } from "./recipe.js";
import { assertSameRecipe } from "./same-recipe.js";

const lockName = "training.lock";
const ownFiles =
  /^(recipe\.json|tokenizer\.json|tokenizer_config\.json|checkpoint\.safetensors)(\.(.+\.)?tmp)?$/;
const isOwn = (name: string) =>
  ownFiles.test(name) || /^model$|^\.model\.(draft|old)-.+$/.test(name) || name === lockName;

/**
 * Lends `work` the training folder of a recipe: new, or that of an earlier call which was stopped.
 * No other process has it meanwhile.
 * @throws InputError when the folder has other things in it, is of another recipe, or another
 * process trains in it
 */
export async function inTrainingFolder<T>(
  folder: string,
  recipe: PretrainRecipe,
  work: () => Promise<T>,
): Promise<T> {
  await refuseOtherThings(folder);
  await makeFolder(folder);
  const claimed = async () => {
    await claim(folder, recipe);
    return work();
  };
  const busy = "another process trains there";
  const refusal = (_: string, error: unknown) => error;
  return withLock(join(folder, lockName), claimed, { patienceMs: 0, busy, refusal });
}

/** Removes a training that is done, and its folder unless somebody put other things there. */
export async function removeTraining(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isOwn(name)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
  await rmdir(folder).catch(() => undefined);
}

async function refuseOtherThings(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new InputError(`${folder}: must be a folder, got a file`);
    throw error;
  });
  const other = names.find((name) => !isOwn(name));
  if (other === undefined || names.includes("recipe.json")) return;
  throw new InputError(
    `${folder}: must be new or a training that was stopped, got a folder with "${other}"; move ` +
      "it away, or name another folder",
  );
}

/**
 * The recipe is the first thing in the folder, so that a checkpoint never meets another one's
 * options.
 */
async function claim(folder: string, recipe: PretrainRecipe): Promise<void> {
  const file = join(folder, "recipe.json");
  const otherwise = "is a training of another recipe; remove it, or name another folder";
  const isBegun = (await readdir(folder)).includes("recipe.json");
  if (isBegun) assertSameRecipe(file, recipe, otherwise);
  else await writeFileWhole(file, `${JSON.stringify(recipe, null, 2)}\n`);
  const { tokenizer, config } = worldTokenizer();
  await writeFile(join(folder, "tokenizer.json"), tokenizer);
  await writeFile(join(folder, "tokenizer_config.json"), config);
}
