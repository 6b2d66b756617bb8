// For tests: a tiny pretrained model and problems that it can learn in seconds.

import { fileURLToPath } from "node:url";
import { nodeRuntime } from "@w2s/grad";
import { architectureOf, openSafetensors, readModelConfig } from "@w2s/models";
import { oneHotLabels } from "../../labels/index.js";
import { type LossMethod, naive } from "../../methods/losses.js";
import { random } from "../../random.js";
import type { ChoiceShape } from "../../tasks/index.js";
import type { TunedModel } from "../finetune/program/tuning.js";
import { type FinetuneOptions, finetuneRecipe } from "../finetune/recipe.js";
import type { FinetuneData } from "../finetune/training/examples.js";
import {
  type FinetuneRun,
  type FinetuneStudent,
  finetuneStudent,
} from "../finetune/training/fit.js";

/** A model of a folder with a config and one file of weights. */
export function tinyModelAt(folder: string): TunedModel {
  const config = readModelConfig(`${folder}config.json`);
  const architecture = architectureOf(config);
  const file = openSafetensors(`${folder}model.safetensors`);
  const stored = (name: string) =>
    architecture.storedNames(name).find((candidate) => file.tensors.has(candidate)) ?? name;
  return {
    name: "tiny",
    config,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    weights: (shapes) =>
      Object.fromEntries(Object.keys(shapes).map((name) => [name, file.read(stored(name))])),
  };
}

/** The tiny random encoder that the models package tests with: 3 layers, d = 16, 50 words. */
export const tinyModel = tinyModelAt(
  fileURLToPath(new URL("../../../../models/src/fixtures/tiny-bert-f16/", import.meta.url)),
);

export interface Problem {
  readonly truth: Int32Array;
  readonly data: FinetuneData;
}

/**
 * Texts of 3 to 9 words; the class is whether word 7 is among them, or the right one of `options`
 * texts is the one that has it.
 */
export function problem(shape: ChoiceShape = "classify", options = 2): Problem {
  const draw = random(2, "finetune test");
  const text = (has: boolean) => {
    const words = Int32Array.from({ length: 3 + draw.integer(7) }, () => 8 + draw.integer(40));
    if (has) words[draw.integer(words.length)] = 7;
    return words;
  };
  const truth = Int32Array.from({ length: 240 }, () => draw.integer(options));
  const ids = Array.from(truth).flatMap((label) =>
    shape === "classify"
      ? [text(label === 1)]
      : Array.from({ length: options }, (_, option) => text(label === option)),
  );
  const rows = Int32Array.from({ length: 240 }, (_, i) => i);
  const [train, validation, predict] = [rows.slice(0, 160), rows.slice(160, 200), rows.slice(200)];
  return { truth, data: { model: tinyModel, shape, options, ids, train, validation, predict } };
}

export interface TinyFit {
  readonly options?: FinetuneOptions;
  readonly method?: LossMethod;
  readonly run?: Partial<FinetuneRun>;
  readonly student?: Partial<FinetuneStudent>;
}

/**
 * Trains the tiny model on a problem's ground truth: 10 epochs, batches of 16, unless `options` say
 * otherwise.
 */
export function fitTiny(
  { truth, data }: Problem,
  { options, method = naive(), run, student }: TinyFit = {},
) {
  const recipe = finetuneRecipe({ epochs: 10, batchSize: 16, learningRate: 5e-3, ...options });
  const labelled: FinetuneStudent = {
    name: "a student",
    method,
    train: oneHotLabels(truth, data.train, data.options),
    validation: oneHotLabels(truth, data.validation, data.options),
    ...student,
  };
  return finetuneStudent(labelled, data, recipe, {
    runtime: nodeRuntime,
    seed: 1,
    threads: 1,
    ...run,
  });
}

/** The share of the problem's test rows that are right. */
export function accuracyOf(
  { data: said }: { readonly data: Float32Array },
  { truth, data }: Problem,
): number {
  const { options, predict } = data;
  const answer = (i: number) => {
    const row = said.subarray(i * options, (i + 1) * options);
    return row.indexOf(Math.max(...row));
  };
  return predict.filter((row, i) => answer(i) === truth[row]).length / predict.length;
}
