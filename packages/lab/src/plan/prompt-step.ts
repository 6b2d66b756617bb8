// Prompt steps: a language model is asked for labels. Like a fit, it cannot tell whose labels its
// context has.

import { type NdArray, ndarray } from "@w2s/grad";
import type { Model } from "@w2s/models";
import { labelsOf } from "../labels.js";
import type { StepResult } from "../store/index.js";
import { type PromptRecipe, promptStudent } from "../students/index.js";
import type { RunContext, Step, StepKind } from "./step.js";

export interface PromptPayload {
  /** For messages: "SmolLM2 5-shot taught by MiniLM:0 on sst2, seed 1". */
  readonly label: string;
  readonly model: Model;
  readonly texts: readonly string[];
  readonly shape: "classify" | "compare";
  readonly options: number;
  readonly optionNames: readonly string[];
  readonly recipe: PromptRecipe;
  /** Of a prompt, examples included; default: the model's context. */
  readonly maxTokens: number | undefined;
  readonly seed: number;
  /** Rows that shots are drawn from. */
  readonly train: Int32Array;
  /** Rows whose probabilities are kept. */
  readonly predict: Int32Array;
}

export const promptKind: StepKind<PromptPayload> = {
  name: "prompt",
  version: 1,
  reportTogether: false,
  groupKey: (step) => step.name,
  describe: ([step]) => {
    const { label, predict, shape, options } = step!.payload;
    return { label, unit: "texts", total: predict.length * (shape === "compare" ? options : 1) };
  },
  /** Characters times the parameters that each of them meets; shots are read with every text. */
  cost: (steps) =>
    steps.reduce((sum, { payload: { model, recipe, predict, texts } }) => {
      const mean = texts.reduce((total, text) => total + text.length, 0) / texts.length;
      return sum + (1 + recipe.shots) * mean * predict.length * model.parameters;
    }, 0),
  async run([step], context) {
    const started = performance.now();
    await context.keep(
      new Map([[step as Step, await prompted(step!, context)]]),
      performance.now() - started,
    );
  },
};

async function prompted(
  { payload, inputs }: Step<PromptPayload>,
  context: RunContext,
): Promise<StepResult> {
  const { shape, train, predict, recipe, label, seed } = payload;
  const labels = inputs.labels
    ? await labelsFrom(inputs.labels, train, context)
    : noLabels(payload);
  const { probabilities, shots, cut } = await promptStudent(
    { ...payload, task: shape, labels },
    recipe,
    {
      runtime: context.runtime,
      seed,
      threads: context.threads,
      signal: context.signal,
      onProgress: context.progress,
    },
  );
  if (cut > 0) {
    context.reporter.warn(
      `${label}: ${cut} texts did not fit the context beside the shots and were cut`,
    );
  }
  return {
    facts: { cut },
    arrays: {
      rows: ndarray(predict, [predict.length]),
      probabilities,
      shots: ndarray(shots, [shots.length]),
    },
  };
}

async function labelsFrom(
  step: Step,
  rows: Int32Array,
  context: RunContext,
): Promise<NdArray<"float32">> {
  const { arrays } = await context.result(step);
  return labelsOf(
    {
      rows: arrays.rows!.data as Int32Array,
      probabilities: arrays.probabilities as NdArray<"float32">,
    },
    rows,
  );
}

/** Zero-shot, no label is looked at. */
function noLabels({ train, options }: PromptPayload): NdArray<"float32"> {
  return ndarray(new Float32Array(train.length * options), [train.length, options]);
}
