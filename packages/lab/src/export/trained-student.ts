// A trained student as a model of its own: from the steps of a study, which are run where they are
// not done.

import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import { type Classifier, configWithLayers, type Model } from "@w2s/models";
import type { FeaturesPayload } from "../plan/features-step.js";
import { type FinetunePayload, finetuneKind } from "../plan/finetune-step.js";
import { type FitPayload, fitKind } from "../plan/fit-step.js";
import { withTrained } from "../plan/generative-step.js";
import { loraKind } from "../plan/lora-step.js";
import type { Plan } from "../plan/plan.js";
import { type RunOptions, runSteps } from "../plan/run.js";
import { MissingStep, type Step } from "../plan/step.js";
import { keepingWeights, weightsOf } from "../plan/weights-step.js";
import type { StepResult, Store } from "../store/index.js";
import { blockTuning } from "../students/index.js";
import type { ChosenStudent } from "./choose.js";

/**
 * The trained model as a backbone and a linear head. Probes are read from the store; a finetuned
 * model whose weights were not kept is trained again, and its weights are kept then.
 * @throws InputError for a student without weights of its own, and for features that come from no
 * model
 */
export async function trainedStudent(
  chosen: ChosenStudent,
  plan: Plan,
  options: RunOptions,
): Promise<Classifier> {
  const { step } = chosen;
  const { store } = options;
  const about = aboutLines(chosen);
  if (step.kind.name === fitKind.name) {
    const fit = step as Step<FitPayload>;
    const backbone = probedBackbone(fit);
    const read = async () => probeClassifier(fit, backbone, await resultOf(step, store), about);
    return runSteps([step], plan, options, read);
  }
  if (step.kind.name === finetuneKind.name || step.kind.name === loraKind.name) {
    const wanting = keepingWeights(step as Step<FinetunePayload>);
    const { generative } = step.inputs;
    const read = async () => {
      const before = generative && (await resultOf(generative, store)).arrays;
      return finetunedClassifier(
        wanting,
        before,
        (await resultOf(weightsOf(step), store)).arrays,
        about,
      );
    };
    return runSteps([wanting as Step, ...(generative ? [generative] : [])], plan, options, read);
  }
  throw new InputError(
    `${nameOf(chosen)} has no weights of its own to export: it is no probe and not finetuned`,
  );
}

async function resultOf(step: Step, store: Store): Promise<StepResult> {
  const result = await store.read(step.name);
  if (!result) throw new MissingStep(step);
  return result;
}

type ModelFeaturesPayload = Extract<FeaturesPayload, { readonly model: Model }>;

function probedBackbone({ payload: { label }, inputs }: Step<FitPayload>): ModelFeaturesPayload {
  const payload = inputs.features!.payload as FeaturesPayload;
  if ("model" in payload) return payload;
  throw new InputError(`${label}: its features are drawn in memory; there is no model to export`);
}

function probeClassifier(
  { payload: { shape } }: Step<FitPayload>,
  { model, layer, source }: ModelFeaturesPayload,
  { arrays }: StepResult,
  about: readonly string[],
): Classifier {
  const rows = headRows(arrays.weight as NdArray<"float32">, arrays.bias as NdArray<"float32">);
  const head = shape === "compare" ? { weight: lastRow(rows.weight) } : rows;
  return { ...backboneOf(model, layer, {}), layer, pooling: source.pooling, head, about };
}

/**
 * A row an option, as linear layers have them. With two options the probe is one column, the
 * log-odds: those of option 0 are zeros.
 */
function headRows(
  weight: NdArray<"float32">,
  bias: NdArray<"float32">,
): Classifier["head"] & { bias: NdArray } {
  const [d, columns] = weight.shape as [number, number];
  const outputs = columns === 1 ? 2 : columns;
  const from = outputs - columns;
  const data = new Float32Array(outputs * d);
  for (let c = 0; c < columns; c++) {
    for (let j = 0; j < d; j++) data[(from + c) * d + j] = weight.data[j * columns + c]!;
  }
  const biases = new Float32Array(outputs);
  biases.set(bias.data, from);
  return { weight: ndarray(data, [outputs, d]), bias: ndarray(biases, [outputs]) };
}

function lastRow({ data, shape }: NdArray): NdArray {
  const d = shape[1]!;
  return ndarray((data as Float32Array).slice(-d), [1, d]);
}

/** `before`: what generative finetuning made of the model first. */
function finetunedClassifier(
  { payload }: Step<FinetunePayload>,
  before: Readonly<Record<string, NdArray>> | undefined,
  trained: Readonly<Record<string, NdArray>>,
  about: readonly string[],
): Classifier {
  const { recipe } = payload;
  const model = before ? withTrained(payload.model, before) : payload.model;
  const tuning = payload.tuning?.(model, false) ?? blockTuning(model, recipe.blocks);
  const { "student.weight": weight, "student.bias": bias, ...own } = trained;
  const head = { weight: weight!, ...(bias ? { bias } : {}) };
  const backbone = backboneOf(model, model.layers, tuning.changed(own));
  return { ...backbone, layer: model.layers, pooling: recipe.pooling, head, about };
}

/** The model up to a layer; `trained` parameters in place of its own. */
function backboneOf(
  model: Model,
  layer: number,
  trained: Readonly<Record<string, NdArray>>,
): Pick<Classifier, "config" | "weights" | "tokenizerFrom"> {
  const { architecture } = model;
  const shapes = {
    ...architecture.parameters(Math.max(layer, 1)),
    ...architecture.finalNorm?.shapes,
  };
  const untouched = Object.fromEntries(
    Object.entries(shapes).filter(([name]) => !(name in trained)),
  );
  const config = JSON.parse(readFileSync(model.files.config, "utf8")) as Record<string, unknown>;
  return {
    config:
      model.config.layers < wholeLayers(config) ? configWithLayers(config, model.layers) : config,
    weights: { ...model.weights(untouched), ...trained },
    tokenizerFrom: dirname(model.files.tokenizer),
  };
}

const wholeLayers = ({ num_hidden_layers, n_layer }: Readonly<Record<string, unknown>>) =>
  Number(num_hidden_layers ?? n_layer);

function nameOf({ role, cell }: ChosenStudent): string {
  return role === "supervisor" ? cell.supervisor : cell.student;
}

function aboutLines(chosen: ChosenStudent): string[] {
  const { role, cell, seed } = chosen;
  const by = {
    student: `taught by ${cell.supervisor}'s ${cell.labels} labels, method ${cell.method}`,
    ceiling: "the ceiling: taught by ground truth",
    supervisor: "the supervisor: taught by ground truth",
  }[role];
  return [`${nameOf(chosen)}, ${by}.`, `Task: ${cell.task}; seed ${seed}.`];
}
