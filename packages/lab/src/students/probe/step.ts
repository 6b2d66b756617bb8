// Fit steps: train a probe on labels. Supervisor, student and ceiling are all fits; they differ in
// the labels they are given.

import { InputError } from "@w2s/base";
import { ndarray } from "@w2s/grad";
import * as z from "zod";
import { type Codec, kept, type RunContext, type Step, type StepKind } from "../../engine/index.js";
import {
  decodeLabels,
  encodeLabels,
  type FitRows,
  float32,
  type Labels,
  labelsOf,
  type Rows,
} from "../../labels/index.js";
import type { IdentifiedLoss } from "../../methods/loss-identity.js";
import type { Features } from "../../reading/index.js";
import type { StepResult } from "../../store/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import { decodeCourse, encodeCourse } from "../course/codec.js";
import { namingExamples } from "../course/not-finite.js";
import { listening, watchedOf } from "../course/watching.js";
import { labelledRows, labelledValidation } from "../shared/labelled-rows.js";
import type { SearchEnd } from "../student.js";
import type { ProbeRecipe } from "./recipe.js";
import type { ProbeResult } from "./result.js";
import { fitAdamProbes } from "./training/adam.js";
import {
  type FitOptions,
  type ProbeData,
  type ProbeFit,
  type ProbeStudent,
  saidByProbe,
} from "./training/fit.js";
import { manyStudents, runtimeBeside } from "./training/lanes.js";
import { fitLogisticProbes } from "./training/logistic.js";

export interface ProbeValue {
  readonly shape: ChoiceShape;
  readonly options: number;
  readonly rows: FitRows;
  readonly recipe: ProbeRecipe;
  readonly method: IdentifiedLoss;
  readonly seed: number;
  /** Rows that training is watched on. */
  readonly watch?: Rows | undefined;
  /** Whether training uses only those of its rows that the labels have. */
  readonly filtered?: true | undefined;
}

interface ProbeInputs {
  readonly features: Step<Features>;
  readonly labels: Step<Labels>;
  /** Ground truth of validation, for the selection "oracle" alone. */
  readonly oracle: Step<Labels> | undefined;
  readonly [role: string]: Step | undefined;
}

export type ProbeStep = Step<ProbeResult, ProbeValue, ProbeInputs>;

const codec: Codec<ProbeResult> = {
  encode: (fit) => {
    const labels = encodeLabels(fit);
    const course = encodeCourse(fit.course);
    const { weight, bias } = fit;
    return {
      facts: { ...course.facts, ...(fit.search && { search: { ...fit.search } }) },
      arrays: { weight, bias, ...labels.arrays, ...course.arrays },
    };
  },
  decode: (stored) => ({
    ...decodeLabels(stored),
    ...decodeCourse(stored),
    weight: float32(stored.arrays, "weight"),
    bias: float32(stored.arrays, "bias"),
    ...searchIn(stored),
  }),
};

/** How the search ended, where there was one. */
function searchIn({ facts }: StepResult): { readonly search?: SearchEnd } {
  const found = searchSchema.safeParse(facts);
  return found.success ? { search: found.data.search } : {};
}

const searchSchema = z.object({
  search: z.object({ converged: z.boolean(), iterations: z.number(), gradient: z.number() }),
});

/** More students than this are trained in several passes, to bound memory. */
const most = 256;

export const fitKind: StepKind<ProbeResult, ProbeValue, ProbeInputs> = {
  name: "fit",
  version: 3,
  codec,
  runsWhole: true,
  usesOneCore: (steps) => steps.length < manyStudents || steps[0]!.value.recipe.solver === "lbfgs",
  reportTogether: true,
  groupKey: ({ inputs, params, value: { recipe, seed, filtered } }) => {
    const { features: _, ...shared } = recipe;
    const rows = filtered ? inputs.labels.name : params.rows;
    return JSON.stringify([inputs.features.name, rows, shared, seed]);
  },
  describe: (steps) => ({ label: "linear probes", unit: "probes", total: steps.length }),
  cost: (steps) =>
    steps.reduce((sum, { value }) => sum + epochsOf(value.recipe) * value.rows.train.length, 0),
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
  steps: readonly ProbeStep[],
  context: RunContext,
  progress: (share: number) => void,
): Promise<void> {
  const started = performance.now();
  const { value, inputs } = steps[0]!;
  const { rows, recipe } = value;
  const features = exampleFeatures(await context.result(inputs.features), value.shape);
  const train = await labelledRows(rows.train, value.filtered, inputs.labels, context);
  const { options, shape } = value;
  const watch = value.watch?.list;
  const validation = await labelledValidation(
    rows.validation,
    value.filtered,
    inputs.labels,
    context,
  );
  const data = { shape, options, features, train, validation, ...(watch && { watch }) };
  const students = await Promise.all(
    steps.map((step) => studentOf(step, train, validation, features.shape[1]!, context)),
  );
  const training = fitProbes(students, data, recipe, {
    runtime: runtimeBeside(data, recipe, context),
    seed: value.seed,
    threads: context.threads,
    signal: context.signal,
    onEpoch: (done) => progress(Math.min(done / epochsOf(recipe), 1)),
  });
  const fits = await namingExamples(steps[0]!.ids, training);
  warnUnconverged(
    steps.map(({ label }, i) => ({ label, search: fits[i]!.search })),
    context,
  );
  await context.keep(
    steps.flatMap((step, i) => kept(step, resultOf(fits[i]!, data, step.value))),
    performance.now() - started,
  );
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
  step: ProbeStep,
  train: Int32Array,
  validation: Int32Array,
  width: number,
  context: RunContext,
): Promise<ProbeStudent> {
  const { label, value, inputs } = step;
  const labels = await context.result(inputs.labels);
  const { features } = value.recipe;
  if (features !== undefined && features > width) {
    throw new InputError(
      `${label}: the probe's "features" must be at most ${width}, got ${features}`,
    );
  }
  return {
    name: label,
    method: value.method.method,
    train: labelsOf(labels, train),
    validation: labelsOf(labels, validation),
    features,
    ...(inputs.oracle && {
      oracle: labelsOf(await context.result(inputs.oracle), validation),
    }),
    ...listening(step, context),
  };
}

/** One row an example: the text's own features, or the second text's minus the first's. */
function exampleFeatures(features: Features, shape: ChoiceShape): Features {
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

function resultOf(fit: ProbeFit, data: ProbeData, value: ProbeValue): ProbeResult {
  const { curve, chosenEpoch, chosenStep, weight, bias, search } = fit;
  const { predict } = value.rows;
  const watched = value.watch && watchedOf(value.watch, fit.watched);
  return {
    rows: predict,
    ...saidByProbe(fit, data, predict),
    course: { ...curve, chosenEpoch, chosenStep, watched },
    weight,
    bias,
    ...(search && { search }),
  };
}

/** Regressions of a pass that stopped early are said, with what is left to do: one line. */
function warnUnconverged(
  fits: readonly { readonly label: string; readonly search: SearchEnd | undefined }[],
  context: RunContext,
): void {
  const early = fits.flatMap(({ label, search }) =>
    search && !search.converged ? [{ label, search }] : [],
  );
  if (early.length === 0) return;
  const { label, search } = early.reduce((worst, one) =>
    one.search.gradient > worst.search.gradient ? one : worst,
  );
  const others = early.length > 1 ? `, the worst of ${early.length} of ${fits.length}` : "";
  context.warn(
    `${label}${others}: stopped after ${search.iterations} iterations with a gradient of ` +
      `${search.gradient.toPrecision(2)} left; raise maxIterations, or lower C`,
  );
}
