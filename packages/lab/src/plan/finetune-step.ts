// Finetune steps: train a model's own weights on labels. Like a fit of a probe, it cannot tell whose labels they are.

import { join } from "node:path";
import { type NdArray, ndarray } from "@w2s/grad";
import type { Model } from "@w2s/models";
import { labelsOf } from "../labels.js";
import type { Method } from "../methods/index.js";
import type { StepResult } from "../store/index.js";
import {
  type FinetuneRecipe,
  finetuneStudent,
  labelWordHead,
  StoredLayer,
  type TunedModel,
  type Tuning,
} from "../students/index.js";
import { encodedTexts } from "./encoded-texts.js";
import { withTrained } from "./generative-step.js";
import type { RunContext, Step, StepKind } from "./step.js";
import { type ToldPayload, toldTexts } from "./told-texts.js";
import { withWeights } from "./weights-step.js";

export interface FinetunePayload extends ToldPayload {
  /** For messages: "MiniLM finetuned taught by MiniLM:0 on sst2, seed 1". */
  readonly label: string;
  readonly model: Model;
  readonly texts: readonly string[];
  readonly shape: "classify" | "compare";
  readonly options: number;
  readonly recipe: FinetuneRecipe;
  readonly method: Method;
  readonly seed: number;
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Rows whose probabilities are kept. */
  readonly predict: Int32Array;
  /** What of the model is trained; default: what the recipe's `blocks` says. */
  readonly tuning?: ((model: TunedModel, stored: boolean) => Tuning) | undefined;
}

export const finetuneKind: StepKind<FinetunePayload> = {
  name: "finetune",
  version: 2,
  hasWeights: true,
  reportTogether: false,
  groupKey: (step) => step.name,
  describe: ([step]) => {
    const { label, recipe, train } = step!.payload;
    return { label, unit: "examples", total: recipe.epochs * train.length };
  },
  /** Characters times the parameters that each of them meets, forward and backward. */
  cost: (steps) =>
    steps.reduce((sum, { payload: { model, recipe, train, texts } }) => {
      const characters = train.reduce((total, row) => total + texts[row]!.length, 0);
      return sum + 3 * recipe.epochs * characters * model.parameters;
    }, 0),
  async run([step], context) {
    const started = performance.now();
    await context.keep(await finetuned(step!, context), performance.now() - started);
    await context.store.removeScratch(step!.name);
  },
};

/** Where a trial keeps its state until it is done. */
function checkpointOf(step: Step<FinetunePayload>, { store }: RunContext): string {
  return join(store.scratchFolder(step.name), "training.safetensors");
}

function storedLayer({ arrays: { states, offsets } }: StepResult): StoredLayer {
  return new StoredLayer(states as NdArray<"float32">, offsets!.data as Int32Array);
}

async function finetuned(step: Step<FinetunePayload>, context: RunContext): Promise<Map<Step, StepResult>> {
  const { payload, inputs } = step;
  const { recipe, train, validation, predict, method, label } = payload;
  const model = inputs.generative
    ? withTrained(payload.model, (await context.result(inputs.generative)).arrays)
    : payload.model;
  const texts = await toldTexts(step, context);
  const { arrays } = await context.result(inputs.labels!);
  const labels = {
    rows: arrays.rows!.data as Int32Array,
    probabilities: arrays.probabilities as NdArray<"float32">,
  };
  const tokenizer = model.tokenizer(recipe.maxTokens);
  const encoded = encodedTexts(model, texts, recipe.maxTokens);
  const truncated = encoded.filter((encoding) => encoding.truncated).length;
  if (truncated > 0) {
    context.reporter.warn(
      `${label}: ${truncated} of ${texts.length} texts are longer than ${tokenizer.maxLength} tokens and were cut`,
    );
  }
  const { labelWords } = recipe;
  const fit = await finetuneStudent(
    {
      name: label,
      method,
      ...(labelWords && { head: labelWordHead(model, tokenizer, labelWords, payload.options) }),
      train: labelsOf(labels, train),
      validation: labelsOf(labels, validation),
    },
    {
      model,
      ...(payload.tuning && { tuning: payload.tuning(model, inputs.prefix !== undefined) }),
      task: payload.shape,
      options: payload.options,
      ids: encoded.map(({ ids }) => ids),
      ...(inputs.prefix && { stored: storedLayer(await context.result(inputs.prefix)) }),
      train,
      validation,
      predict,
    },
    recipe,
    {
      runtime: context.runtime,
      seed: payload.seed,
      threads: context.threads,
      signal: context.signal,
      checkpoint: { file: checkpointOf(step, context), warn: (line) => context.reporter.warn(line) },
      onProgress: (share) => context.progress(Math.round(share * recipe.epochs * train.length)),
    },
  );
  const { loss, agreement, steps } = fit.curve;
  const result: StepResult = {
    facts: { chosenEpoch: fit.chosenEpoch },
    arrays: {
      rows: ndarray(predict, [predict.length]),
      probabilities: fit.probabilities,
      steps: ndarray(Int32Array.from(steps), [steps.length]),
      loss: ndarray(Float32Array.from(loss), [loss.length]),
      agreement: ndarray(Float32Array.from(agreement), [agreement.length]),
    },
  };
  return withWeights(step as Step, result, fit.weights, label, context);
}
