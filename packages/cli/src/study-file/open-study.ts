// What `w2s run` is given: a study file, or the name of an experiment that comes with w2s, on tasks
// and models of the user's where they are named.

import { readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { didYouMean, InputError } from "@w2s/base";
import type { Experiment } from "@w2s/experiments";
import { type FeatureSource, model, recipe, type Task, taskRecipes } from "@w2s/lab";
import { canonicalJson, sha256 } from "@w2s/lab/engine";
import { withoutNetwork } from "@w2s/models";
import { modelFolders, type PlanFlags } from "../commands/plan-flags.js";
import type { Io } from "../io.js";
import { guessedTask } from "../own-study/own-study.js";
import { loadStudy, type SaidFiles, type StudyFile } from "./load.js";

/** What --task and --model say. */
export interface GivenFlags {
  readonly task?: readonly string[];
  readonly model?: readonly string[];
}

/** Where models are looked for, and whether nothing may be fetched. */
type LookingFlags = Partial<Pick<PlanFlags, "models">> & { readonly dryRun?: boolean };

/**
 * The study of a file, or of an experiment.
 * @param accept as `loadStudy`'s
 * @throws InputError for neither, and for tasks or models given to a file, which names its own
 */
export async function openStudy(
  which: string,
  given: GivenFlags & LookingFlags,
  io: Io,
  accept: (said: SaidFiles) => void = () => undefined,
): Promise<StudyFile> {
  const isFile = (await stat(resolve(io.cwd, which)).catch(() => undefined))?.isFile() ?? false;
  const { experiments } = await import("@w2s/experiments");
  const all: Readonly<Record<string, Experiment>> = experiments;
  const names = Object.keys(all);
  if (!isFile && Object.hasOwn(all, which)) return openExperiment(all[which]!, given, io, accept);
  refuseGiven(which, given, names);
  if (!isFile && /^[\w-]+$/.test(which)) {
    const known = "; w2s experiments lists those there are, w2s init writes a first study file";
    const own = await studyFileOf(which, io.cwd);
    const near = own === undefined ? didYouMean(which, names) : `; did you mean "${own}"?`;
    throw new InputError(`${which}: no such study file or experiment${near || known}`);
  }
  return loadStudy(which, io.cwd, await io.lab(), accept);
}

/** A study file that lies here under this name with an ending. */
async function studyFileOf(name: string, cwd: string): Promise<string | undefined> {
  const files = await readdir(cwd).catch((): string[] => []);
  const endings = [".study.ts", ".study.json", ".ts", ".json"];
  return endings.map((ending) => `${name}${ending}`).find((file) => files.includes(file));
}

function refuseGiven(
  which: string,
  { task = [], model: models = [] }: GivenFlags,
  names: string[],
) {
  const option = task.length > 0 ? "--task" : models.length > 0 ? "--model" : undefined;
  if (option === undefined) return;
  const folder = option === "--model" ? "; --models DIR says where models lie" : "";
  throw new InputError(
    `${option}: is for the experiments that come with w2s (${names.join(", ")}); ${which} ` +
      `names its own${folder}`,
  );
}

async function openExperiment(
  experiment: Experiment,
  flags: GivenFlags & LookingFlags,
  io: Io,
  accept: (said: SaidFiles) => void,
): Promise<StudyFile> {
  const { name } = experiment;
  const { task = [], model: named = [] } = flags;
  const said = { sha256: sha256(canonicalJson({ experiment: name, task, model: named })) };
  accept({ ...said, imports: [] });
  const tasks = await Promise.all(task.map((text) => givenTask(text, io.cwd)));
  const models = named.map(givenModel);
  const widths = experiment.asksWidths ? { widths: await widthsOf(models, flags, io) } : {};
  const study = experiment.study({ tasks, models, ...widths });
  return { study, label: name, name, folder: io.cwd, said: { ...said, imports: [] } };
}

/** How many features each model has: its files are looked for as the plan will. */
async function widthsOf(
  sources: readonly FeatureSource[],
  { models = [], dryRun = false }: LookingFlags,
  io: Io,
): Promise<readonly number[]> {
  const { featureWidths } = await io.lab();
  const places = { baseDir: io.cwd, modelFolders: modelFolders({ models }, io) };
  const asked = () => featureWidths(sources, places);
  return dryRun ? withoutNetwork("--dry-run", asked) : asked();
}

/**
 * A task by what a user calls it: "sst2=data/sst2", a recipe and its folder; "sst2" alone, from the
 * hub; "world:sorted"; or a file whose columns are guessed.
 * @throws InputError for anything else; `option` is what messages call it
 */
export async function givenTask(text: string, cwd: string, option = "--task"): Promise<Task> {
  const [, name, folder] = /^([\w-]+)=(.+)$/s.exec(text) ?? [];
  if (name !== undefined && Object.hasOwn(taskRecipes, name)) return recipe(name, folder!);
  if (text.startsWith("world:")) return worldTaskNamed(text.slice("world:".length), option);
  const found = await stat(resolve(cwd, text)).catch(() => undefined);
  if (found !== undefined) return guessedTask(text, cwd);
  if (Object.hasOwn(taskRecipes, text)) return recipe(text);
  if (/[./\\]/.test(text) && name === undefined) {
    throw new InputError(`${option}: ${text}: no such file in ${cwd}`);
  }
  throw new InputError(
    `${option}: must be a file, a recipe and its folder (sst2=data/sst2) or alone (sst2), or ` +
      `world:NAME, got "${text}"${didYouMean(name ?? text, Object.keys(taskRecipes))}`,
  );
}

async function worldTaskNamed(name: string, option: string): Promise<Task> {
  const { worldTask, worldTaskNames } = await import("@w2s/world");
  const known = worldTaskNames.find((one) => one === name);
  if (known !== undefined) return worldTask(known, { examples: 4000 });
  const hint = didYouMean(name, worldTaskNames) || `; known: ${worldTaskNames.join(", ")}`;
  throw new InputError(`${option}: no task "${name}" in the world${hint}`);
}

/** "NAME" (its last layer) or "NAME:LAYER"; the zoo's read their last token. */
function givenModel(text: string): FeatureSource {
  const [, name, layer] = /^(.*?)(?::(-?\d+))?$/s.exec(text)!;
  const pooling = name!.startsWith("zoo:") ? ("last" as const) : undefined;
  return model(name!, pooling ? { pooling } : {}).layer(layer === undefined ? -1 : Number(layer));
}
