// Steps of students whose weights are trained on texts: all of a model's, its last blocks', or
// adapters'. Like a fit of a probe, they cannot tell whose labels they are.

import { join } from "node:path";
import type { Model } from "@w2s/models";
import { type Codec, kept, type RunContext } from "../../engine/index.js";
import { decodeLabels, encodeLabels, labelsOf } from "../../labels/index.js";
import { encodedTexts, newlyLost, toldEndings } from "../../reading/index.js";
import { decodeCourse, encodeCourse } from "../course/codec.js";
import { namingExamples } from "../course/not-finite.js";
import { listening, watchedOf } from "../course/watching.js";
import { labelledRows, labelledValidation } from "../shared/labelled-rows.js";
import { type WeightedFit, warnWhereOther, weightsKind } from "../shared/weights.js";
import { withTrained } from "./generative/step.js";
import type { TunedModel, Tuning } from "./program/tuning.js";
import { finetuneSideBySide } from "./side-by-side/fit.js";
import type { SideBySideStudent } from "./side-by-side/member.js";
import {
  charactersOf,
  describeTogether,
  sideBySideKey,
  trainingOf,
  trainsSideBySide,
} from "./side-by-side/together.js";
import { startingHead } from "./starting-head.js";
import { StoredLayer } from "./stored-layer.js";
import type { FinetuneData } from "./training/examples.js";
import { type FinetuneFit, type FinetuneStudent, finetuneStudent } from "./training/fit.js";
import type { TunedKind, TunedStep, TunedValue } from "./tuned-step.js";

const codec: Codec<WeightedFit> = {
  encode: (fit) => {
    const labels = encodeLabels(fit);
    const course = encodeCourse(fit.course);
    return { facts: course.facts, arrays: { ...labels.arrays, ...course.arrays } };
  },
  decode: (stored) => ({ ...decodeLabels(stored), ...decodeCourse(stored) }),
};

/** What of a model a kind trains; undefined: what the recipe's `blocks` says. */
export type TuningOf = (
  model: TunedModel,
  value: Pick<TunedValue, "recipe" | "seed">,
  stored: boolean,
) => Tuning | undefined;

/** A kind of step that trains a model's weights. */
export function tunedKind(name: string, version: number, tuningOf: TuningOf): TunedKind {
  return {
    name,
    version,
    codec,
    weights: weightsKind,
    groupKey: sideBySideKey,
    describe: (steps) => ({
      label: describeTogether(steps),
      unit: "examples",
      total: examplesOf(steps),
    }),
    /** Characters times the blocks that each of them goes through; backward counts twice. */
    cost: (steps) =>
      oncePerTraining(steps).reduce((sum, { value, inputs }) => {
        const { recipe, layers } = value;
        const trained = recipe.blocks ?? layers;
        const frozen = inputs.prefix === undefined ? layers - trained : 0;
        return sum + recipe.epochs * charactersOf(value) * (3 * trained + frozen);
      }, 0),
    rateKey: ([step]) =>
      `${step!.value.model.model.name} ${trainsSideBySide(step!) ? "side by side" : "alone"}`,
    run: (steps, context) =>
      trainsSideBySide(steps[0]!)
        ? runTogether(steps, tuningOf, context)
        : runAlone(steps[0]!, tuningOf, context),
  };
}

/** Finetune steps: the model's own weights, or its last blocks'. */
export const finetuneKind = tunedKind("finetune", 5, () => undefined);

/** One step of each training: those that select otherwise are trained with it. */
const oncePerTraining = (steps: readonly TunedStep[]): TunedStep[] => [
  ...new Map(steps.map((step) => [trainingOf(step), step])).values(),
];

/** Examples that all trainings see in all epochs. */
function examplesOf(steps: readonly TunedStep[]): number {
  return oncePerTraining(steps).reduce(
    (sum, { value: { recipe, rows } }) => sum + recipe.epochs * rows.train.length,
    0,
  );
}

async function runAlone(step: TunedStep, tuningOf: TuningOf, context: RunContext): Promise<void> {
  const started = performance.now();
  const { recipe, seed, rows } = step.value;
  const { student, data } = await prepared(step, tuningOf, context);
  const file = join(context.scratchFolder(step), "training.safetensors");
  const training = finetuneStudent(student, data, recipe, {
    runtime: context.runtime,
    seed,
    threads: context.threads,
    signal: context.signal,
    checkpoint: { file, warn: (line) => context.warn(line) },
    onProgress: (share, loss) =>
      context.progress(Math.round(share * recipe.epochs * rows.train.length), loss),
  });
  const fit = await namingExamples(step.ids, training);
  await keepFits(new Map([[step, fit]]), performance.now() - started, context);
  await context.removeScratch(step);
}

async function runTogether(
  steps: readonly TunedStep[],
  tuningOf: TuningOf,
  context: RunContext,
): Promise<void> {
  let started = performance.now();
  const { recipe } = steps[0]!.value;
  const students = new Map<SideBySideStudent, TunedStep>();
  for (const step of steps) {
    const { seed, recipe } = step.value;
    const own = { seed, selection: recipe.selection, training: trainingOf(step) };
    students.set({ ...(await prepared(step, tuningOf, context)), ...own }, step);
  }
  const training = finetuneSideBySide([...students.keys()], recipe, {
    runtime: context.runtime,
    threads: context.threads,
    signal: context.signal,
    onProgress: (share, loss) => context.progress(Math.round(share * examplesOf(steps)), loss),
    onFits: async (fits) => {
      const done = new Map([...fits].map(([student, fit]) => [students.get(student)!, fit]));
      await keepFits(done, performance.now() - started, context);
      started = performance.now();
    },
  });
  await namingExamples(steps[0]!.ids, training);
}

async function keepFits(
  fits: ReadonlyMap<TunedStep, FinetuneFit>,
  durationMs: number,
  context: RunContext,
): Promise<void> {
  const results = [...fits].map(([step, fit]) => ({ step, result: resultOf(step, fit) }));
  for (const { step, result } of results) await warnWhereOther(step, result, context);
  await context.keep(
    results.flatMap(({ step, result }) => kept(step, result)),
    durationMs,
  );
}

function resultOf({ value }: TunedStep, fit: FinetuneFit): WeightedFit {
  const { curve, chosenEpoch, chosenStep, probabilities, scores, weights } = fit;
  const watched = value.watch && watchedOf(value.watch, fit.watched);
  return {
    rows: value.rows.predict,
    probabilities,
    ...(scores && { scores }),
    course: { ...curve, chosenEpoch, chosenStep, watched },
    weights,
  };
}

/** The model of a step, as its labels find it. */
async function modelIn({ value, inputs }: TunedStep, context: RunContext): Promise<Model> {
  const { model } = value.model;
  if (value.begun) return value.begun.read({ read: (step) => context.result(step) });
  if (!inputs.generative) return model;
  return withTrained(model, (await context.result(inputs.generative)).weights);
}

/** The student of a step, and what it is trained on. */
async function prepared(step: TunedStep, tuningOf: TuningOf, context: RunContext) {
  const { value, inputs, label } = step;
  const { rows, shape, options, texts } = value;
  const model = await modelIn(step, context);
  const labels = await context.result(inputs.labels);
  const train = await labelledRows(rows.train, value.filtered, inputs.labels, context);
  const validation = await labelledValidation(
    rows.validation,
    value.filtered,
    inputs.labels,
    context,
  );
  const student: FinetuneStudent = {
    name: label,
    method: value.method.method,
    ...(await startingHead(step, model, context)),
    train: labelsOf(labels, train),
    validation: labelsOf(labels, validation),
    ...(inputs.oracle && {
      oracle: labelsOf(await context.result(inputs.oracle), validation),
    }),
    ...listening(step, context),
  };
  const endings = await toldEndings(texts.list.length, value.told, inputs.told, context);
  const stored = inputs.prefix && (await context.result(inputs.prefix));
  const tuning = tuningOf(model, value, stored !== undefined);
  const data: FinetuneData = {
    model,
    ...(tuning && { tuning }),
    shape,
    options,
    ids: encodedFor(step, model, endings, context),
    ...(stored && { stored: new StoredLayer(stored.states, stored.offsets.data) }),
    train,
    validation,
    predict: rows.predict,
    ...(value.watch && { watch: value.watch.list }),
  };
  return { student, data };
}

/** Token ids of every text, endings included; says once how many are cut. */
function encodedFor(
  { value, label }: TunedStep,
  model: Model,
  endings: readonly string[] | undefined,
  context: RunContext,
): Int32Array[] {
  const { recipe, texts } = value;
  const tokenizer = model.tokenizer(recipe.maxTokens);
  const encoded = endings
    ? texts.list.map((text, i) => tokenizer.encodeWith(text, endings[i]!))
    : encodedTexts(model, texts.list, recipe.maxTokens);
  for (const line of newlyLost(texts.list, encoded, tokenizer)) context.warn(`${label}: ${line}`);
  return encoded.map(({ ids }) => ids);
}
