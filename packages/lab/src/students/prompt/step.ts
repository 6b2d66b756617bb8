// Prompt steps: a language model is asked for labels. Like a fit, it cannot tell whose labels its
// context has.

import { type NdArray, ndarray } from "@w2s/grad";
import { type Codec, kept, type RunContext, type Step, type StepKind } from "../../engine/index.js";
import {
  decodeLabels,
  encodeLabels,
  type FitRows,
  int32,
  type Labels,
  labelsOf,
} from "../../labels/index.js";
import type { OpenedModel, Room, Texts } from "../../reading/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import { type Learnt, withTrained } from "../finetune/generative/step.js";
import { choiceShape } from "../shared/choice-shape.js";
import { labelledRows } from "../shared/labelled-rows.js";
import type { Fit } from "../student.js";
import { promptStudent } from "./predict.js";
import type { PromptRecipe } from "./recipe.js";

/** What a prompted model says, and which rows stood in its context. */
export interface PromptResult extends Fit {
  readonly shots: Int32Array;
}

export interface PromptValue {
  readonly shape: ChoiceShape;
  readonly options: number;
  readonly optionNames: readonly string[];
  readonly texts: Texts;
  readonly model: OpenedModel;
  readonly rows: FitRows;
  /** Whether which rows have labels is known only when they are computed: shots are of those. */
  readonly filtered?: true | undefined;
  readonly recipe: PromptRecipe;
  /** Decides the shots; null where there are none. */
  readonly seed: number | null;
  /** Of a prompt, examples included; null: the model's context. */
  readonly maxTokens: number | null;
}

interface PromptInputs {
  /** Zero-shot, no label is looked at. */
  readonly labels: Step<Labels> | undefined;
  readonly generative: Step<Learnt> | undefined;
  readonly [role: string]: Step | undefined;
}

export type PromptStep = Step<PromptResult, PromptValue, PromptInputs>;

const codec: Codec<PromptResult> = {
  encode: (result) => {
    const { facts, arrays } = encodeLabels(result);
    const { shots } = result;
    return { facts, arrays: { ...arrays, shots: ndarray(shots, [shots.length]) } };
  },
  decode: (stored) => ({ ...decodeLabels(stored), shots: int32(stored.arrays, "shots").data }),
};

export const promptKind: StepKind<PromptResult, PromptValue, PromptInputs> = {
  name: "prompt",
  version: 2,
  codec,
  describe: ([step]) => {
    const { rows, shape, options } = step!.value;
    const total = rows.predict.length * (shape === "compare" ? options : 1);
    return { label: step!.label, unit: "texts", total };
  },
  /** Characters times the parameters that each of them meets; shots are read with every text. */
  cost: (steps) =>
    steps.reduce((sum, { value: { model, recipe, rows, texts } }) => {
      const mean = texts.characters / texts.list.length;
      return sum + (1 + recipe.shots) * mean * rows.predict.length * model.model.parameters;
    }, 0),
  rateKey: ([step]) => step!.value.model.model.name,
  async run([step], context) {
    const started = performance.now();
    const result = await prompted(step!, context);
    await context.keep(kept(step!, result), performance.now() - started);
  },
};

async function prompted(step: PromptStep, context: RunContext): Promise<PromptResult> {
  const { value, inputs, label } = step;
  const { rows, recipe, maxTokens } = value;
  const learnt = inputs.generative && (await context.result(inputs.generative));
  const { model } = value.model;
  const data = {
    model: learnt ? withTrained(model, learnt.weights) : model,
    shape: value.shape,
    options: value.options,
    optionNames: value.optionNames,
    texts: value.texts.list,
    ...(await labelledIn(step, context)),
    predict: rows.predict,
    maxTokens: maxTokens ?? undefined,
  };
  const { probabilities, shots, cut } = await promptStudent(data, recipe, {
    runtime: context.runtime,
    seed: value.seed ?? 0,
    threads: context.threads,
    signal: context.signal,
    onProgress: context.progress,
  });
  if (cut > 0) {
    context.warn(`${label}: ${cut} texts did not fit the context beside the shots and were cut`);
  }
  return { rows: rows.predict, probabilities, shots };
}

/** The rows that shots are drawn from, and their labels. */
async function labelledIn(
  { value: { rows, options, filtered }, inputs: { labels } }: PromptStep,
  context: RunContext,
): Promise<{ readonly train: Int32Array; readonly labels: NdArray<"float32"> }> {
  const { train } = rows;
  if (!labels) {
    return {
      train,
      labels: ndarray(new Float32Array(train.length * options), [train.length, options]),
    };
  }
  const labelled = await labelledRows(train, filtered, labels, context);
  return { train: labelled, labels: labelsOf(await context.result(labels), labelled) };
}

/** How a model is asked: whose labels its context has, if any. */
export interface PromptRequest {
  readonly model: OpenedModel;
  readonly maxTokens: number | undefined;
  readonly recipe: PromptRecipe;
  readonly rows: FitRows;
  readonly seed: number;
  readonly labels?: Step<Labels> | undefined;
  readonly filtered?: boolean | undefined;
  readonly generative?: Step<Learnt> | undefined;
  readonly label: string;
}

/** The step that asks a model of the room's task. */
export function askedStep({ task, texts, graph }: Room, asking: PromptRequest): PromptStep {
  const { model, recipe, rows, seed, maxTokens, labels, filtered, generative, label } = asking;
  const hasShots = recipe.shots > 0;
  const value = {
    shape: choiceShape(task, "a prompted model"),
    options: task.options,
    optionNames: task.optionNames,
    texts,
    model,
    rows,
    filtered: hasShots && filtered ? (true as const) : undefined,
    recipe,
    seed: hasShots ? seed : null,
    maxTokens: maxTokens ?? null,
  };
  return graph.step(
    promptKind,
    value,
    { labels: hasShots ? labels : undefined, generative },
    label,
  );
}
