// w2s pretrain on disk. While it trains, DIR.training holds the recipe and the checkpoint; at the
// end a whole model takes its place at DIR. So DIR is there when it is finished, and not before.

import { existsSync, readdirSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { InputError, makeFolder } from "@w2s/base";
import type { Runtime } from "@w2s/grad";
import { manifestFile, openModel, resolveModel, saveModel } from "@w2s/models";
import { choiceTaskNames } from "../world/index.js";
import { cardReadme, cardScores, type ModelCard } from "./card.js";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { namedParameters } from "./parameters.js";
import type { PretrainRecipe } from "./recipe.js";
import { assertSameRecipe } from "./same-recipe.js";
import { modelConfig } from "./size.js";
import { taskScores } from "./task-scores.js";
import { initialState, type PretrainState, poolSentences, pretrain } from "./train.js";
import { inTrainingFolder, removeTraining } from "./training-folder.js";

/** What a pretraining runs on, and who hears of it. */
export interface PretrainFolderRun {
  readonly runtime: Runtime;
  /** Default 1. */
  readonly threads?: number;
  /** When aborted, a checkpoint is written and the signal's reason thrown. */
  readonly signal?: AbortSignal;
  /** Seconds between checkpoints; default 30. */
  readonly checkpointSeconds?: number;
  /** Sentences read so far (those of earlier runs included), and the loss of late. */
  readonly onProgress?: (sentences: number, loss: number) => void;
  /** Called once where an earlier run is gone on with. */
  readonly onResume?: (sentences: number) => void;
}

/** Rows of each task on the card. */
const cardQuestions = 1000;
const cardSeed = 1_000_003;

/**
 * Pretrains a model into a new folder, or goes on where an earlier call was stopped, by whatever:
 * the losses and the model are those of a run without a stop.
 * @returns the card; of a model that was finished before with the same recipe, its own
 * @throws InputError when the folder or its training folder has other things in it, its training
 * has another recipe or runs in another process, or a checkpoint is damaged or of an older w2s;
 * NotFiniteError when a loss is not finite
 */
export async function pretrainFolder(
  folder: string,
  recipe: PretrainRecipe,
  run: PretrainFolderRun,
): Promise<ModelCard> {
  const target = resolve(folder);
  const finished = await finishedCard(target, recipe);
  if (finished) return finished;
  const work = `${target}.training`;
  return inTrainingFolder(work, recipe, async () => {
    const card = await trainInto(target, work, recipe, run);
    await removeTraining(work);
    return card;
  });
}

async function trainInto(
  target: string,
  work: string,
  recipe: PretrainRecipe,
  run: PretrainFolderRun,
): Promise<ModelCard> {
  const { state, seconds } = await trained(join(work, "checkpoint.safetensors"), recipe, run);
  const model = join(work, "model");
  await rm(model, { recursive: true, force: true });
  await save(model, work, state, recipe);
  await rm(join(model, manifestFile)); // A card and a recipe follow, which it does not name.
  const card = await cardOf(basename(target), model, recipe, state, seconds, run);
  await writeFile(join(model, "card.json"), jsonText(card));
  await writeFile(join(model, "recipe.json"), jsonText(recipe));
  await writeFile(join(model, "README.md"), cardReadme(card, recipe));
  await makeFolder(dirname(target));
  await rename(model, target);
  return card;
}

async function finishedCard(
  target: string,
  recipe: PretrainRecipe,
): Promise<ModelCard | undefined> {
  if (!existsSync(target)) return undefined;
  const names = readdirSync(target);
  if (names.length === 0) return undefined;
  const [recipeFile, cardFile] = [join(target, "recipe.json"), join(target, "card.json")];
  if (!existsSync(recipeFile) || !existsSync(cardFile)) {
    throw new InputError(
      `${target}: must be new or empty, got ${names.length} files; name another folder`,
    );
  }
  assertSameRecipe(recipeFile, recipe, "has a model of another recipe; name another folder");
  return JSON.parse(await readFile(cardFile, "utf8")) as ModelCard;
}

async function trained(
  checkpoint: string,
  recipe: PretrainRecipe,
  run: PretrainFolderRun,
): Promise<{ readonly state: PretrainState; readonly seconds: number }> {
  const before = await readCheckpoint(checkpoint, recipe);
  const state = before?.state ?? initialState(recipe);
  if (before) run.onResume?.(state.sentences);
  const started = performance.now();
  const seconds = () => (before?.seconds ?? 0) + (performance.now() - started) / 1000;
  const every = 1000 * (run.checkpointSeconds ?? 30);
  let written = started;
  const write = async () => {
    await writeCheckpoint(checkpoint, state, seconds());
    written = performance.now();
  };
  try {
    await pretrain(recipe, state, {
      ...run,
      onProgress: async ({ sentences }, loss) => {
        run.onProgress?.(sentences, loss);
        if (performance.now() - written >= every) await write();
      },
    });
  } catch (error) {
    if (run.signal?.aborted) await write();
    throw error;
  }
  await write();
  return { state, seconds: seconds() };
}

async function save(
  model: string,
  tokenizerFrom: string,
  state: PretrainState,
  recipe: PretrainRecipe,
): Promise<void> {
  const weights = namedParameters(recipe, state.parameters);
  await saveModel(
    model,
    { config: modelConfig(recipe), weights, tokenizerFrom },
    { floats: "F16" },
  );
}

/** The card of the model as it was saved: what is asked is what was written, rounded as it is. */
async function cardOf(
  name: string,
  folder: string,
  recipe: PretrainRecipe,
  state: PretrainState,
  seconds: number,
  { runtime, threads = 1 }: PretrainFolderRun,
): Promise<ModelCard> {
  const model = await openModel(await resolveModel(folder));
  try {
    const weights = model.weights(model.architecture.parameters(model.layers));
    const scores = await taskScores(
      { architecture: model.architecture, weights },
      choiceTaskNames,
      {
        seed: cardSeed,
        examples: cardQuestions,
        runtime,
      },
    );
    const { sentences, tokens, steps, course, parameters } = state;
    const { seed, worldSeed, mixture } = recipe;
    return {
      ...{ name, parameters: parameters.length, seed, worldSeed, mixture },
      ...{ sentences, tokens, steps },
      flop: 6 * parameters.length * tokens,
      seconds: Math.round(seconds),
      machine: [
        threads === 1 ? "one thread" : `${threads} threads`,
        `of ${cpus()[0]?.model ?? "an unknown processor"}, ${runtime.name}`,
      ].join(" "),
      curve: course.loss.map((loss) => Number(loss.toFixed(5))),
      curveSentences: poolSentences(recipe),
      ...cardScores(recipe, scores),
    };
  } finally {
    model.close();
  }
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
