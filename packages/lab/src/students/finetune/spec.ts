// A student by finetuning: a model's own weights are trained, with a new head on its last layer.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import {
  isModelFeatures,
  type ModelFeatures,
  ModelHandle,
  shownSource,
} from "../../reading/index.js";
import { labelled, refuseNoOptions } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";
import { type GenerativeRecipe, generativeSchema } from "./generative/recipe.js";
import { type FinetuneOptions, type FinetuneRecipe, finetuneRecipe } from "./recipe.js";

/** Students whose weights are trained on texts. */
export interface TunedSpec extends SpecBase {
  /** Its `layer` is the number of blocks that count as the model; -1: all. */
  readonly model: ModelFeatures;
  readonly recipe: FinetuneRecipe;
}

/** A model whose weights are trained. */
export interface FinetuneSpec extends TunedSpec {
  readonly kind: "finetune";
}

/** Beside its recipe, what a tuned student takes. */
export interface TunedOptions {
  /** What tables call it; default: its model and how it is adapted. */
  readonly as?: string;
  /** First learn the training texts without labels, with these options; default: do not. */
  readonly generative?: z.input<typeof generativeSchema>;
}

/**
 * A finetuned model: all of its weights, or its last `blocks`, and a new linear head. Of a
 * `model(...).layer(k)` the first k blocks are the model. Epochs and batch size default to the
 * paper's (Burns et al. 2023, appendix A.3).
 * @throws InputError for what is no model, and an unknown or wrong option
 */
export function finetune(
  model: ModelHandle | ModelFeatures,
  options: FinetuneOptions & TunedOptions = {},
): FinetuneSpec {
  const { source, as, before, own } = tunedParts("finetune", model, options);
  const spec = {
    kind: "finetune" as const,
    as,
    model: source,
    recipe: finetuneRecipe(own),
    before,
  };
  return labelled(spec, finetuneLabel);
}

/** The parts of a tuned student's options. @throws InputError for what is no model */
export function tunedParts<O extends TunedOptions & Pick<FinetuneOptions, "labelWords">>(
  kind: string,
  model: ModelHandle | ModelFeatures,
  given: O,
) {
  const source = blocksFrom(model, kind);
  refuseNoOptions(kind, given);
  const { as, generative, ...options } = given;
  const before = generative && generativeOf(generative, kind);
  const reading = {
    pooling: options.labelWords ? "last" : source.pooling,
    ...(source.maxTokens !== undefined && { maxTokens: source.maxTokens }),
  } as const;
  return { source, as, before, own: { ...reading, ...defined(options) } };
}

/** A model up to a layer that has blocks below it. @throws InputError for anything else */
function blocksFrom(value: unknown, kind: string): ModelFeatures {
  const source = value instanceof ModelHandle ? value.layer(-1) : value;
  if (isModelFeatures(source) && source.layer !== 0) return source;
  throw new InputError(
    `${kind}: needs a model(...), or a model(...).layer(k) from 1 to train its first k blocks, ` +
      `got ${shownSource(value)}`,
  );
}

function generativeOf(options: unknown, kind: string): GenerativeRecipe {
  const whole = z.strictObject({ generative: generativeSchema });
  return checkOptions(whole, { generative: options }, kind).generative;
}

/** Options that are given: an undefined one is left out. */
function defined<T extends object>(options: T): T {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

export function finetuneLabel(spec: Pick<TunedSpec, "model" | "recipe" | "before">): string {
  const { blocks } = spec.recipe;
  return `${tunedName(spec.model)} finetuned${blocks ? ` last ${blocks}` : ""}${beforeIn(spec)}`;
}

/** The model, with the number of its blocks where that is not all. */
export const tunedName = ({ layer, alias }: ModelFeatures): string =>
  layer === -1 ? alias : `${alias}:${layer}`;

/** ", generative" where the model first learns texts without labels. */
export const beforeIn = ({ before }: Pick<SpecBase, "before">): string =>
  before ? ", generative" : "";
