// Generative steps: a language model is finetuned on a task's texts without labels. One step for
// all students of a model, task and seed whose training texts are the same, ceiling included; its
// result is the trained weights.

import { type NdArray, ndarray } from "@w2s/grad";
import type { Model } from "@w2s/models";
import { type GenerativeRecipe, trainGenerative } from "../students/index.js";
import { encodedTexts } from "./encoded-texts.js";
import type { Step, StepKind } from "./step.js";

export interface GenerativePayload {
  /** For messages: "SmolLM2 on the texts of sst2, seed 1". */
  readonly label: string;
  readonly model: Model;
  readonly texts: readonly string[];
  /** Which texts are learnt. */
  readonly chosen: Int32Array;
  readonly recipe: GenerativeRecipe;
  readonly blocks: number | undefined;
  readonly maxTokens: number | undefined;
  readonly seed: number;
}

/** The curve's name among the result's arrays; no parameter has it. */
const curve = "loss of each epoch";

export const generativeKind: StepKind<GenerativePayload> = {
  name: "generative",
  version: 2,
  reportTogether: false,
  groupKey: (step) => step.name,
  describe: ([step]) => {
    const { label, recipe, chosen } = step!.payload;
    return { label, unit: "texts", total: recipe.epochs * chosen.length };
  },
  /** Characters times the parameters that each of them meets, forward and backward. */
  cost: (steps) =>
    steps.reduce((sum, { payload: { model, recipe, chosen, texts } }) => {
      const characters = chosen.reduce((total, i) => total + texts[i]!.length, 0);
      return sum + 3 * recipe.epochs * characters * model.parameters;
    }, 0),
  async run([step], context) {
    const started = performance.now();
    const { label, model, texts, chosen, recipe, blocks, maxTokens, seed } = step!.payload;
    const encodings = encodedTexts(model, texts, maxTokens);
    const ids = Array.from(chosen, (i) => encodings[i]!.ids);
    const { weights, loss } = await trainGenerative(model, ids, recipe, {
      name: label,
      runtime: context.runtime,
      seed,
      blocks,
      threads: context.threads,
      signal: context.signal,
      onProgress: (share) => context.progress(Math.round(share * recipe.epochs * chosen.length)),
    });
    const losses = ndarray(Float32Array.from(loss), [loss.length]);
    const result = { facts: {}, arrays: { ...weights, [curve]: losses } };
    await context.keep(new Map([[step as Step, result]]), performance.now() - started);
  },
};

/** The model with the weights of a generative step's result in place of its own. */
export function withTrained(model: Model, arrays: Readonly<Record<string, NdArray>>): Model {
  return {
    ...model,
    weights(shapes) {
      const own = Object.entries(shapes).filter(([name]) => !Object.hasOwn(arrays, name));
      const trained = Object.keys(shapes).filter((name) => Object.hasOwn(arrays, name));
      return {
        ...model.weights(Object.fromEntries(own)),
        ...Object.fromEntries(trained.map((name) => [name, arrays[name]!])),
      };
    },
  };
}
