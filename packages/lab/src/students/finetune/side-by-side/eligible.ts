// Which students train side by side: those of small models, whose recipe the loop can follow, and
// whose training is short enough to be begun anew after an interruption.

import { checkLoss, type LossMethod } from "../../../methods/losses.js";
import type { FinetuneRecipe } from "../recipe.js";

/** Parameters up to which the loop is faster than steps that cross into JavaScript. */
const mostParameters = 4e6;

/** Operations of one student's training: about a minute of one core. */
const mostOperations = 3e12;

export interface TrainingSize {
  readonly parameters: number;
  /** Tokens (or characters, which are more) of all training examples. */
  readonly tokens: number;
}

/** Whether a training is small: 6 operations a parameter and token, forward and backward. */
export function isSmall(
  { parameters, tokens }: TrainingSize,
  { epochs }: Pick<FinetuneRecipe, "epochs">,
): boolean {
  return parameters <= mostParameters && 6 * parameters * tokens * epochs <= mostOperations;
}

/**
 * Every option of a recipe, so that a new one does not go unnoticed: whether the loop follows it
 * whatever its value, or else which values it does not.
 */
const options: {
  readonly [K in keyof FinetuneRecipe]-?: "followed" | ((value: FinetuneRecipe[K]) => boolean);
} = {
  learningRate: "followed",
  batchSize: "followed",
  accumulate: (parts) => parts !== 1,
  epochs: "followed",
  weightDecay: "followed",
  decay: "followed",
  clipNorm: "followed",
  schedule: "followed",
  warmup: "followed",
  ema: (decay) => decay !== undefined,
  dropout: (share) => share > 0,
  blocks: "followed",
  recompute: (value) => value,
  // A step that is given stored activations does not come here.
  store: "followed",
  pooling: "followed",
  labelWords: "followed",
  maxTokens: "followed",
  answerTokens: "followed",
  groupByLength: (value) => value,
  evaluateEvery: "followed",
  evaluationsPerEpoch: "followed",
  patience: "followed",
  selection: "followed",
};

/**
 * The first option of a recipe that the loop does not follow, or "method" for one whose loss keeps
 * a state, has a mean teacher, or reads more than scores, labels, progress and prior, which
 * students have of their own; undefined where it follows all.
 */
export function whyNotSideBySide(
  recipe: FinetuneRecipe,
  method?: LossMethod,
  classes = 2,
): keyof FinetuneRecipe | "method" | undefined {
  const names = Object.keys(options) as (keyof FinetuneRecipe)[];
  const refused = names.find((name) => {
    const refuses = options[name] as "followed" | ((value: unknown) => boolean);
    return refuses !== "followed" && refuses(recipe[name]);
  });
  return refused ?? (method && readsMore(method, classes) ? "method" : undefined);
}

function readsMore(method: LossMethod, classes: number): boolean {
  const { reads } = checkLoss(method, classes);
  if (method.kept !== undefined || method.teacher !== undefined) return true;
  return [...reads].some((name) => name !== "prior");
}

/** Memory of a group, about. */
const mostBytes = 5e8;

export interface StudentSize {
  readonly width: number;
  readonly parameters: number;
  /** Bytes of the activations that a step keeps. */
  readonly activations: number;
}

/** From this width on one student's activations fill a core's cache: a second one costs time. */
const wide = 64;

/**
 * How many students make a group, from 1 to 8: narrow ones as many as keep a step's activations in
 * reach of one core's cache and fit in 500 MB, with 32 bytes a parameter for weights, gradient and
 * moments, before and after a step; wide ones are alone.
 */
export function studentsAGroup({ width, parameters, activations }: StudentSize): number {
  if (width >= wide) return 1;
  const fit = mostBytes / (32 * parameters + activations);
  return Math.max(1, Math.floor(Math.min(8, 256 / width, fit)));
}
