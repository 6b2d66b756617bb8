// What experiments are run on: tasks and a ladder of models, the embedded world's or a user's, and
// how these are adapted.

import { InputError } from "@w2s/base";
import {
  type FeatureSource,
  type FinetuneOptions,
  type FinetuneSpec,
  finetune,
  type ModelFeatures,
  model,
  type ProbeOptions,
  probe,
  reprobe,
  type StudentSpec,
  type Task,
} from "@w2s/lab";
import { type WorldTaskName, worldNotes, worldTask } from "@w2s/world";
import type { Given } from "./experiment.js";

/** What an experiment runs on where nothing is given. */
export interface OfTheWorld {
  readonly tasks: readonly WorldTaskName[];
  /** The zoo's models from weak to strong: widths, or names such as "64-seed-1". */
  readonly widths: readonly (number | string)[];
  /** Examples a task. */
  readonly examples?: number;
}

/** Tasks and models, and what a reader should know of them. */
export interface Setting {
  readonly tasks: Task[];
  readonly ladder: readonly FeatureSource[];
  readonly notes: readonly string[];
}

/**
 * What is given, and of the world what is not.
 * @throws InputError for one model alone: nobody is left to teach
 */
export function settingOf(given: Given, world: OfTheWorld): Setting {
  const { tasks, models } = given;
  if (models.length === 1) {
    throw new InputError(
      "--model: needs two models or more, from the weakest to the strongest; layers count as " +
        "models: --model NAME:3 --model NAME:6",
    );
  }
  const { examples = 4000 } = world;
  const own = tasks.length > 0;
  return {
    tasks: own ? [...tasks] : world.tasks.map((name) => worldTask(name, { examples })),
    ladder: models.length > 0 ? models : world.widths.map(zooLayer),
    notes: own && models.length > 0 ? [] : [...worldNotes],
  };
}

/** The last block of a model of the zoo, by its width or what follows `world-` in its name. */
export function zooLayer(width: number | string): ModelFeatures {
  return model(`zoo:w2s-world-${width}`, { as: `world-${width}`, pooling: "last" }).layer(2);
}

function isOfZoo(source: FeatureSource): boolean {
  if (source.kind === "joined") return source.parts.every(isOfZoo);
  return source.kind === "model" && source.model.startsWith("zoo:");
}

/**
 * A linear probe: by the sources' protocol (D.2, the defaults); of the zoo's small models in larger
 * steps and fewer epochs, as in the demonstration.
 */
export function probed(
  source: FeatureSource,
  options: ProbeOptions & { readonly as?: string } = {},
): StudentSpec {
  return probe(source, { ...probeRecipe(source), ...options });
}

const probeRecipe = (source: FeatureSource): ProbeOptions =>
  isOfZoo(source) ? { learningRate: 1e-2, epochs: 50 } : {};

/** Whether a rung has weights to train: neither drawn features nor embeddings alone do. */
export const canBeFinetuned = (source: FeatureSource): boolean =>
  source.kind === "model" && source.layer !== 0;

/**
 * A whole model finetuned with a new head; the zoo's small models in larger steps.
 * @throws InputError for features drawn in memory, which have no weights
 */
export function finetuned(source: FeatureSource, options: FinetuneOptions = {}): FinetuneSpec {
  if (source.kind !== "model") {
    throw new InputError(`"${source.alias}" has no weights to finetune; name a model`);
  }
  return finetune(source, { ...(isOfZoo(source) ? { learningRate: 1e-3 } : {}), ...options });
}

/** A linear probe, as `probed`, on the features of the model finetuned first, as `finetuned`. */
export const reprobed = (source: FeatureSource): StudentSpec =>
  reprobe(finetuned(source), probeRecipe(source));

/**
 * Every rung of the ladder teaches those above it, adapted alike.
 * @param adapt one way or several to adapt a model; what one way made teaches what the same made
 */
export function laddered(
  ladder: readonly FeatureSource[],
  ...adapt: readonly ((source: FeatureSource) => StudentSpec)[]
) {
  const rungs = adapt.map((how) => ladder.map((source) => how(source)));
  const places = new Map<object, { readonly way: number; readonly rung: number }>(
    rungs.flatMap((own, way) => own.map((spec, rung) => [spec, { way, rung }] as const)),
  );
  return {
    supervisors: rungs.flatMap((own) => own.slice(0, -1)),
    students: rungs.flatMap((own) => own.slice(1)),
    teaches: (weak: object, strong: object) => {
      const [from, to] = [places.get(weak)!, places.get(strong)!];
      return from.way === to.way && from.rung < to.rung;
    },
  };
}
