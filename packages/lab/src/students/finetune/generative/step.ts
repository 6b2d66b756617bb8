// Generative steps: a language model is finetuned on a task's texts without labels. One step for
// all students of a model, task and seed whose training texts are the same, ceiling included; its
// result is the trained weights.

import { type NdArray, ndarray } from "@w2s/grad";
import { headOfDecoder, type Model } from "@w2s/models";
import {
  type Codec,
  hashOf,
  type Identified,
  kept,
  type Step,
  type StepKind,
} from "../../../engine/index.js";
import { type FitRows, float32 } from "../../../labels/index.js";
import { encodedTexts, modelUpTo, OpenedModel, type Room } from "../../../reading/index.js";
import type { TunedSpec } from "../spec.js";
import type { TrainedWeights } from "../training/fit.js";
import type { GenerativeRecipe } from "./recipe.js";
import { trainGenerative } from "./train.js";

/** A model's weights after it has learnt texts, and the mean loss of each epoch. */
export interface Learnt {
  readonly weights: TrainedWeights;
  readonly loss: NdArray<"float32">;
}

/** Some of a task's texts; named by what they say. */
class ChosenTexts implements Identified {
  readonly identity: string;

  constructor(
    readonly all: readonly string[],
    readonly chosen: Int32Array,
  ) {
    this.identity = hashOf([chosen, Array.from(chosen, (i) => all[i]!)]);
  }
}

interface Value {
  readonly texts: ChosenTexts;
  readonly model: OpenedModel;
  readonly layers: number;
  readonly recipe: GenerativeRecipe;
  readonly blocks: number | null;
  readonly maxTokens: number | null;
  readonly seed: number;
}

/** The curve's name among the result's arrays; no parameter has it. */
const curve = "loss of each epoch";

const codec: Codec<Learnt> = {
  encode: ({ weights, loss }) => ({ facts: {}, arrays: { ...weights, [curve]: loss } }),
  decode: ({ arrays }) => {
    const names = Object.keys(arrays).filter((name) => name !== curve);
    return {
      weights: Object.fromEntries(names.map((name) => [name, float32(arrays, name)])),
      loss: float32(arrays, curve),
    };
  },
};

const generativeKind: StepKind<Learnt, Value, Record<never, never>> = {
  name: "generative",
  version: 2,
  codec,
  describe: ([step]) => {
    const { recipe, texts } = step!.value;
    return { label: step!.label, unit: "texts", total: recipe.epochs * texts.chosen.length };
  },
  /** Characters times the parameters that each of them meets, forward and backward. */
  cost: (steps) =>
    steps.reduce((sum, { value: { model, recipe, texts } }) => {
      const characters = texts.chosen.reduce((total, i) => total + texts.all[i]!.length, 0);
      return sum + 3 * recipe.epochs * characters * model.model.parameters;
    }, 0),
  rateKey: ([step]) => step!.value.model.model.name,
  async run([step], context) {
    const started = performance.now();
    const { model, texts, recipe, blocks, maxTokens, seed } = step!.value;
    const encodings = encodedTexts(model.model, texts.all, maxTokens ?? undefined);
    const ids = Array.from(texts.chosen, (i) => encodings[i]!.ids);
    const total = recipe.epochs * ids.length;
    const { weights, loss } = await trainGenerative(model.model, ids, recipe, {
      name: step!.label,
      runtime: context.runtime,
      seed,
      blocks: blocks ?? undefined,
      threads: context.threads,
      signal: context.signal,
      onProgress: (share, loss) => context.progress(Math.round(share * total), loss),
    });
    const learnt = { weights, loss: ndarray(Float32Array.from(loss), [loss.length]) };
    await context.keep(kept(step!, learnt), performance.now() - started);
  },
};

/** What a model learns without labels: from the texts of `train`, with the seed's order. */
export interface Learning {
  readonly recipe: GenerativeRecipe;
  /** Train the last blocks alone; default: all of the model. */
  readonly blocks: number | undefined;
  readonly maxTokens: number | undefined;
  readonly seed: number;
}

/** A student's model after it has learnt its texts; undefined where it learns none first. */
export function learntBefore(
  spec: TunedSpec,
  rows: FitRows,
  seed: number,
  room: Room,
): Step<Learnt> | undefined {
  const { before, recipe } = spec;
  if (before === undefined) return undefined;
  const { blocks, maxTokens } = recipe;
  const learning = { recipe: before, blocks, maxTokens, seed };
  return learntFrom(room, modelUpTo(room, spec.model), spec.model.alias, rows.train, learning);
}

/** The model after it has learnt the texts of `train`. @throws InputError for an encoder */
function learntFrom(
  { graph, texts, task }: Room,
  model: Model,
  alias: string,
  train: Int32Array,
  { recipe, blocks, maxTokens, seed }: Learning,
): Step<Learnt> {
  headOfDecoder(model);
  const each = task.shape === "compare" ? task.options : 1;
  const chosen = Int32Array.from(
    { length: train.length * each },
    (_, i) => train[Math.floor(i / each)]! * each + (i % each),
  );
  const value = {
    texts: new ChosenTexts(texts.list, chosen),
    model: new OpenedModel(model),
    layers: model.layers,
    recipe,
    blocks: blocks ?? null,
    maxTokens: maxTokens ?? null,
    seed,
  };
  const label = `${alias} on the texts of ${task.name}, seed ${seed}`;
  return graph.step(generativeKind, value, {}, label);
}

/** The model with trained weights in place of its own. */
export function withTrained(model: Model, trained: Readonly<Record<string, NdArray>>): Model {
  return {
    ...model,
    weights(shapes) {
      const own = Object.entries(shapes).filter(([name]) => !Object.hasOwn(trained, name));
      const changed = Object.keys(shapes).filter((name) => Object.hasOwn(trained, name));
      return {
        ...model.weights(Object.fromEntries(own)),
        ...Object.fromEntries(changed.map((name) => [name, trained[name]!])),
      };
    },
  };
}
