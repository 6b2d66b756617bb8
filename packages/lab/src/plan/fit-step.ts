// Fit steps: train a probe on labels. Supervisor, student and ceiling are all fits; they differ in
// the labels they are given, and a fit cannot tell which it is.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import type { Labels } from "../labels.js";
import { labelsOf } from "../labels.js";
import type { Method } from "../methods/index.js";
import type { StepResult } from "../store/index.js";
import {
  type FitOptions,
  fitAdamProbes,
  fitLogisticProbes,
  type ProbeData,
  type ProbeFit,
  type ProbeRecipe,
  type ProbeStudent,
  predictProbe,
} from "../students/index.js";
import type { RunContext, Step, StepKind } from "./step.js";

export interface FitPayload {
  /** For messages: "SmolLM2:15 taught by MiniLM:0 on sst2, seed 1". */
  readonly label: string;
  /** Whose labels: "ground truth", or a supervisor. */
  readonly teacher: string;
  readonly shape: "classify" | "compare";
  readonly options: number;
  readonly recipe: ProbeRecipe;
  readonly method: Method;
  readonly seed: number;
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Rows whose probabilities are kept. */
  readonly predict: Int32Array;
}

/** More students than this are trained in several passes, to bound memory. */
const most = 256;

export const fitKind: StepKind<FitPayload> = {
  name: "fit",
  version: 2,
  reportTogether: true,
  groupKey: ({ inputs, params, payload: { recipe, seed } }) => {
    const { features: _, ...shared } = recipe;
    return JSON.stringify([inputs.features!.name, params.rows, shared, seed]);
  },
  describe: (steps) => {
    const teacher = steps.every(({ payload }) => payload.teacher === "ground truth")
      ? "ground truth"
      : "weak labels";
    return { label: `linear probes on ${teacher}`, unit: "probes", total: steps.length };
  },
  cost: (steps) =>
    steps.reduce((sum, { payload }) => sum + epochsOf(payload.recipe) * payload.train.length, 0),
  async run(steps, context) {
    for (let start = 0; start < steps.length; start += most) {
      const part = steps.slice(start, start + most);
      await fitPart(part, context, (share) => context.progress(start + share * part.length));
    }
  },
};

function epochsOf(recipe: ProbeRecipe): number {
  return recipe.solver === "adam" ? recipe.epochs : 50;
}

async function fitPart(
  steps: readonly Step<FitPayload>[],
  context: RunContext,
  progress: (share: number) => void,
): Promise<void> {
  const started = performance.now();
  const { payload, inputs } = steps[0]!;
  const { arrays } = await context.result(inputs.features!);
  const data: ProbeData = {
    task: payload.shape,
    options: payload.options,
    features: exampleFeatures(arrays.features as NdArray<"float32">, payload),
    train: payload.train,
    validation: payload.validation,
  };
  const students = await Promise.all(
    steps.map((step) => studentOf(step, data.features.shape[1]!, context)),
  );
  const fits = await fitProbes(students, data, payload.recipe, {
    runtime: context.runtime,
    seed: payload.seed,
    // A probe's training step is too small to share: a second thread costs more than it brings.
    threads: payload.recipe.solver === "adam" ? 1 : context.threads,
    signal: context.signal,
    onEpoch: (done) => progress(Math.min(done / epochsOf(payload.recipe), 1)),
  });
  const results = steps.map((step, i) => [step, fitResult(fits[i]!, data, step.payload)] as const);
  await context.keep(new Map<Step, StepResult>(results), performance.now() - started);
}

function fitProbes(
  students: readonly ProbeStudent[],
  data: ProbeData,
  recipe: ProbeRecipe,
  options: FitOptions,
): Promise<ProbeFit[]> {
  return recipe.solver === "adam"
    ? fitAdamProbes(students, data, recipe, options)
    : fitLogisticProbes(students, data, recipe, options);
}

async function studentOf(
  step: Step<FitPayload>,
  width: number,
  context: RunContext,
): Promise<ProbeStudent> {
  const { arrays } = await context.result(step.inputs.labels!);
  const labels: Pick<Labels, "rows" | "probabilities"> = {
    rows: arrays.rows!.data as Int32Array,
    probabilities: arrays.probabilities as NdArray<"float32">,
  };
  const { label, method, train, validation, recipe } = step.payload;
  if (recipe.features !== undefined && recipe.features > width) {
    throw new InputError(
      `${label}: the probe's "features" must be at most ${width}, got ${recipe.features}`,
    );
  }
  return {
    name: label,
    method,
    train: labelsOf(labels, train),
    validation: labelsOf(labels, validation),
    features: recipe.features,
  };
}

/** One row an example: the text's own features, or the second text's minus the first's. */
function exampleFeatures(features: NdArray<"float32">, { shape }: FitPayload): NdArray<"float32"> {
  if (shape === "classify") return features;
  const [texts, d] = features.shape as [number, number];
  const data = new Float32Array((texts / 2) * d);
  for (let i = 0; i < texts / 2; i++) {
    for (let j = 0; j < d; j++) {
      data[i * d + j] = features.data[(2 * i + 1) * d + j]! - features.data[2 * i * d + j]!;
    }
  }
  return ndarray(data, [texts / 2, d]);
}

function fitResult(fit: ProbeFit, data: ProbeData, { predict }: FitPayload) {
  const { loss, agreement } = fit.curve;
  return {
    facts: { chosenEpoch: fit.chosenEpoch },
    arrays: {
      weight: fit.weight,
      bias: fit.bias,
      rows: ndarray(predict, [predict.length]),
      probabilities: predictProbe(fit, data, predict),
      loss: ndarray(Float32Array.from(loss), [loss.length]),
      agreement: ndarray(Float32Array.from(agreement), [agreement.length]),
    },
  };
}
