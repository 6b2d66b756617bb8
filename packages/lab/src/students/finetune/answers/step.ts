// Steps of students that say answers in words: trained on answers, or as their models are. Like any
// fit, they cannot tell whose answers they learn.

import { InputError } from "@w2s/base";
import type { Model } from "@w2s/models";
import {
  type Codec,
  kept,
  type RunContext,
  type Step,
  type StepKind,
} from "../../../engine/index.js";
import {
  answerLabels,
  answersOf,
  decodeLabels,
  encodeLabels,
  type FitRows,
  type Labels,
} from "../../../labels/index.js";
import type { OpenedModel, Texts } from "../../../reading/index.js";
import { type AnswerForm, answerKey } from "../../../tasks/index.js";
import { decodeCourse, encodeCourse } from "../../course/codec.js";
import { namingExamples } from "../../course/not-finite.js";
import type { Fit } from "../../student.js";
import { type Learnt, withTrained } from "../generative/step.js";
import { speakingTuning } from "../program/speaking-tuning.js";
import { blockTuning } from "../program/tuning.js";
import type { FinetuneRecipe } from "../recipe.js";
import type { TuningOf } from "../step.js";
import { sayAnswers, trainAnswers } from "./train.js";
import { type Speech, speechOf, usualAnswerTokens } from "./words.js";

export interface AnswersValue {
  readonly form: AnswerForm;
  readonly rows: FitRows;
  readonly recipe: FinetuneRecipe;
  readonly seed: number;
  readonly texts: Texts;
  readonly model: OpenedModel;
  readonly layers: number;
}

export interface AnswersInputs {
  readonly labels: Step<Labels> | undefined;
  readonly generative: Step<Learnt> | undefined;
  /** Ground truth of validation, for the selection "oracle" alone. */
  readonly oracle: Step<Labels> | undefined;
  readonly [role: string]: Step | undefined;
}

export type AnswersKind = StepKind<Fit, AnswersValue, AnswersInputs>;
export type AnswersStep = Step<Fit, AnswersValue, AnswersInputs>;

const codec: Codec<Fit> = {
  encode(fit) {
    const [labels, course] = [encodeLabels(fit), encodeCourse(fit.course)];
    return {
      facts: { ...labels.facts, ...course.facts },
      arrays: { ...labels.arrays, ...course.arrays },
    };
  },
  decode: (stored) => ({ ...decodeLabels(stored), ...decodeCourse(stored) }),
};

/** A kind of step that trains a language model to say answers. */
export function answersKind(name: string, version: number, tuningOf: TuningOf): AnswersKind {
  return kindOf(name, version, async (step, context, progress) => {
    const { recipe, seed, rows, form, texts } = step.value;
    const labels = await context.result(step.inputs.labels!);
    const oracle = step.inputs.oracle && (await context.result(step.inputs.oracle));
    const { model, speech, asked } = await asking(step, context);
    const tuning = tuningOf(model, step.value, false) ?? blockTuning(model, recipe.blocks);
    const agreeing = (with_: Labels) => {
      const wanted = answersOf(with_, rows.validation);
      return (said: readonly string[]) => agreement(said, wanted, form);
    };
    const taught = answersOf(labels, rows.train);
    const training = trainAnswers(
      { name: step.label, agreement: agreeing(labels), oracle: oracle && agreeing(oracle) },
      {
        model,
        tuning: speakingTuning(model, tuning),
        speech,
        train: asked(rows.train).map((ids, i) => ({
          asked: ids,
          taught: speech.taught(texts.list[rows.train[i]!]!, taught[i]!),
        })),
        validation: asked(rows.validation),
        predict: asked(rows.predict),
      },
      recipe,
      { seed, ...machineOf(context), onProgress: progress },
    );
    // It numbers what it is given of `train`.
    const rowOf = (place: number) => rows.train[place]!;
    const { answers, ...course } = await namingExamples(step.ids, training, rowOf);
    const { curve, chosenEpoch, chosenStep } = course;
    return {
      ...answerLabels(rows.predict, answers),
      course: { ...curve, chosenEpoch, chosenStep },
    };
  });
}

/** Steps of models that are asked as they are. */
export const untaughtKind: AnswersKind = kindOf(
  "answers untaught",
  1,
  async (step, context, progress) => {
    const { recipe, rows } = step.value;
    const { model, speech, asked } = await asking(step, context);
    const questions = asked(rows.predict);
    const machine = { ...machineOf(context), onProgress: progress };
    const said = await sayAnswers({ model, speech }, questions, recipe.answerTokens, machine);
    return answerLabels(rows.predict, said);
  },
);

const machineOf = ({ runtime, threads, signal }: RunContext) => ({ runtime, threads, signal });

function kindOf(
  name: string,
  version: number,
  compute: (
    step: AnswersStep,
    context: RunContext,
    progress: (share: number, loss?: number) => void,
  ) => Promise<Fit>,
): AnswersKind {
  const examplesOf = ({ recipe, rows }: AnswersValue) =>
    recipe.epochs * rows.train.length + rows.predict.length;
  return {
    name,
    version,
    codec,
    describe: ([step]) => ({
      label: step!.label,
      unit: "examples",
      total: examplesOf(step!.value),
    }),
    /** Characters times the parameters that each of them meets, forward and backward. */
    cost: (steps) =>
      steps.reduce((sum, { value: { recipe, rows, texts, model } }) => {
        const characters = (some: Int32Array) =>
          some.reduce((total, row) => total + texts.list[row]!.length, 0);
        const { parameters } = model.model;
        const read = 3 * recipe.epochs * characters(rows.train) + characters(rows.predict);
        return sum + read * parameters;
      }, 0),
    rateKey: ([step]) => step!.value.model.model.name,
    async run([step], context) {
      const started = performance.now();
      const total = examplesOf(step!.value);
      const fit = await compute(step!, context, (share, loss) =>
        context.progress(Math.round(share * total), loss),
      );
      await context.keep(kept(step!, fit), performance.now() - started);
    },
  };
}

/** The share of answers that are the same. */
function agreement(said: readonly string[], wanted: readonly string[], form: AnswerForm): number {
  const same = said.filter((one, i) => answerKey(one, form) === answerKey(wanted[i]!, form));
  return same.length / said.length;
}

/** A step's model, its way with words, and what reads rows' questions. */
async function asking({ value, inputs, label }: AnswersStep, context: RunContext) {
  const { model: own } = value.model;
  const learnt = inputs.generative && (await context.result(inputs.generative));
  const model = learnt ? withTrained(own, learnt.weights) : own;
  const speech = speechIn(model, value.recipe);
  const { list } = value.texts;
  const cut = new Set<number>();
  const asked = (rows: Int32Array): Int32Array[] =>
    Array.from(rows, (row) => {
      const { ids, isCut } = speech.asked(list[row]!);
      if (isCut) cut.add(row);
      return ids;
    });
  // Told once, before anything is trained.
  asked(new Int32Array([...value.rows.train, ...value.rows.predict]));
  if (cut.size > 0) {
    context.warn(
      `${label}: the beginnings of ${cut.size} questions were cut, to leave room for an answer`,
    );
  }
  return { model, speech, asked };
}

function speechIn(
  model: Model,
  { answerTokens = usualAnswerTokens, maxTokens }: FinetuneRecipe,
): Speech {
  return speechOf(model, endOf(model), answerTokens, maxTokens);
}

/** @throws InputError for a model of which nobody says how its texts end */
export function endOf(model: Pick<Model, "name" | "ends">): number {
  const [end] = model.ends();
  if (end !== undefined) return end;
  throw new InputError(
    `${model.name}: no token ends its texts ("eos_token_id" in config.json), and an answer needs ` +
      "one; take another model",
  );
}

/** Finetune steps whose students say answers: the model's own weights, or its last blocks'. */
export const finetuneAnswersKind = answersKind("finetune to answer", 1, () => undefined);
