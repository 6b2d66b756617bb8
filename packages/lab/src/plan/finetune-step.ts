// Finetune steps: train a model's own weights on labels. Like a fit of a probe, it cannot tell
// whose labels they are.

import { join } from "node:path";
import { type NdArray, ndarray } from "@w2s/grad";
import type { Model } from "@w2s/models";
import { labelsOf } from "../labels.js";
import type { Method } from "../methods/index.js";
import type { StepResult } from "../store/index.js";
import {
  type FinetuneData,
  type FinetuneFit,
  type FinetuneRecipe,
  type FinetuneStudent,
  finetuneSideBySide,
  finetuneStudent,
  labelWordHead,
  type SideBySideStudent,
  StoredLayer,
  type TunedModel,
  type Tuning,
} from "../students/index.js";
import { encodedTexts, newlyTruncated } from "./encoded-texts.js";
import { withTrained } from "./generative-step.js";
import { charactersOf, describeTogether, sideBySideKey, trainsSideBySide } from "./side-by-side.js";
import type { RunContext, Step, StepKind } from "./step.js";
import { type ToldPayload, toldEndings } from "./told-texts.js";
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
  version: 4,
  hasWeights: true,
  reportTogether: false,
  groupKey: sideBySideKey,
  describe: (steps) => ({
    label: describeTogether(steps),
    unit: "examples",
    total: examplesOf(steps),
  }),
  /** Characters times the parameters that each of them meets, forward and backward. */
  cost: (steps) =>
    steps.reduce(
      (sum, { payload }) =>
        sum + 3 * payload.recipe.epochs * charactersOf(payload) * payload.model.parameters,
      0,
    ),
  run: (steps, context) =>
    trainsSideBySide(steps[0]!) ? runTogether(steps, context) : runAlone(steps[0]!, context),
};

/** Examples that all students see in all epochs. */
function examplesOf(steps: readonly Step<FinetunePayload>[]): number {
  return steps.reduce(
    (sum, { payload: { recipe, train } }) => sum + recipe.epochs * train.length,
    0,
  );
}

async function runAlone(step: Step<FinetunePayload>, context: RunContext): Promise<void> {
  const started = performance.now();
  const { recipe, seed, train } = step.payload;
  const { student, data } = await prepared(step, context);
  const fit = await finetuneStudent(student, data, recipe, {
    runtime: context.runtime,
    seed,
    threads: context.threads,
    signal: context.signal,
    checkpoint: { file: checkpointOf(step, context), warn: (line) => context.reporter.warn(line) },
    onProgress: (share) => context.progress(Math.round(share * recipe.epochs * train.length)),
  });
  await context.keep(await fitResult(step, fit, context), performance.now() - started);
  await context.store.removeScratch(step.name);
}

async function runTogether(
  steps: readonly Step<FinetunePayload>[],
  context: RunContext,
): Promise<void> {
  let started = performance.now();
  const { recipe } = steps[0]!.payload;
  const students = new Map<SideBySideStudent, Step<FinetunePayload>>();
  for (const step of steps) {
    students.set({ ...(await prepared(step, context)), seed: step.payload.seed }, step);
  }
  await finetuneSideBySide([...students.keys()], recipe, {
    threads: context.threads,
    signal: context.signal,
    onProgress: (share) => context.progress(Math.round(share * examplesOf(steps))),
    onFits: async (fits) => {
      const results = await Promise.all(
        [...fits].map(([student, fit]) => fitResult(students.get(student)!, fit, context)),
      );
      await context.keep(
        new Map(results.flatMap((kept) => [...kept])),
        performance.now() - started,
      );
      started = performance.now();
    },
  });
}

/** Where a trial keeps its state until it is done. */
function checkpointOf(step: Step<FinetunePayload>, { store }: RunContext): string {
  return join(store.scratchFolder(step.name), "training.safetensors");
}

function storedLayer({ arrays: { states, offsets } }: StepResult): StoredLayer {
  return new StoredLayer(states as NdArray<"float32">, offsets!.data as Int32Array);
}

/** The student of a step, and what it is trained on. */
async function prepared(step: Step<FinetunePayload>, context: RunContext) {
  const { payload, inputs } = step;
  const { recipe, train, validation, predict, method, label } = payload;
  const model = inputs.generative
    ? withTrained(payload.model, (await context.result(inputs.generative)).arrays)
    : payload.model;
  const { texts } = payload;
  const endings = await toldEndings(step, context);
  const { arrays } = await context.result(inputs.labels!);
  const labels = {
    rows: arrays.rows!.data as Int32Array,
    probabilities: arrays.probabilities as NdArray<"float32">,
  };
  const tokenizer = model.tokenizer(recipe.maxTokens);
  const encoded = endings
    ? texts.map((text, i) => tokenizer.encodeWith(text, endings[i]!))
    : encodedTexts(model, texts, recipe.maxTokens);
  const truncated = newlyTruncated(encoded);
  if (truncated > 0) {
    context.reporter.warn(
      `${label}: ${truncated} of ${texts.length} texts are longer than ${tokenizer.maxLength} ` +
        "tokens and were cut",
    );
  }
  const { labelWords } = recipe;
  const student: FinetuneStudent = {
    name: label,
    method,
    ...(labelWords && { head: labelWordHead(model, tokenizer, labelWords, payload.options) }),
    train: labelsOf(labels, train),
    validation: labelsOf(labels, validation),
  };
  const data: FinetuneData = {
    model,
    ...(payload.tuning && { tuning: payload.tuning(model, inputs.prefix !== undefined) }),
    task: payload.shape,
    options: payload.options,
    ids: encoded.map(({ ids }) => ids),
    ...(inputs.prefix && { stored: storedLayer(await context.result(inputs.prefix)) }),
    train,
    validation,
    predict,
  };
  return { student, data };
}

async function fitResult(
  step: Step<FinetunePayload>,
  fit: FinetuneFit,
  context: RunContext,
): Promise<Map<Step, StepResult>> {
  const { predict, label } = step.payload;
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
