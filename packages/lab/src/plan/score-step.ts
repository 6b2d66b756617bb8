// Score steps: one row of a study's table, from the predictions of supervisor, student, ceiling and
// arms under every seed, the labels that were taught, and the courses of the fits.

import { type Codec, kept, type RunContext, type Step, type StepKind } from "../engine/index.js";
import { AnswerOptions, float32, harden, type Labels, labelsOn } from "../labels/index.js";
import {
  type ArmName,
  type CellPredictions,
  type LabelQuality,
  labelQuality,
  meanLabelQuality,
  measureIdentity,
  type Resampler,
  type RolePredictions,
  resampler,
  roleNames,
  scoreCell,
  type UserMeasure,
} from "../measures/index.js";
import type { Budget, Curve, ScoredRow } from "../outcome/index.js";
import { measuredSchema } from "../outcome/index.js";
import type { Fit } from "../students/index.js";
import { type OverseenLabels, scaled, spent } from "../supervisors/index.js";
import { curveOf } from "./curves.js";
import type { SeedTruths, TestSplit } from "./test-split.js";

/** What scoring gives: the measured fields of an outcome, and the student's metric by resample. */
export interface Scored {
  readonly measured: Omit<
    ScoredRow["outcome"],
    "task" | "supervisor" | "student" | "labels" | "method" | "seeds" | "splits" | ModelFields
  >;
  readonly draws: Float64Array;
}
type ModelFields =
  | "supervisorModel"
  | "studentModel"
  | "overlap"
  | "comparison"
  | "varied"
  | "warnings";

/** Measures of the study's own, named by name, options and source. */
export class OwnMeasures {
  readonly identity;

  constructor(readonly list: readonly UserMeasure[]) {
    this.identity = list.map(measureIdentity);
  }
}

export interface ScoreValue {
  readonly test: TestSplit;
  /** Ground truth of what students read labels of, under every seed. */
  readonly taught: SeedTruths;
  /** Where students learnt from the most probable options alone; default: the labels as given. */
  readonly hardness?: "hard" | undefined;
  readonly seeds: readonly number[];
  readonly metric: "accuracy" | "auroc";
  readonly resamples: number;
  readonly measures?: OwnMeasures | undefined;
  /** Why arms are not there. */
  readonly absent: Readonly<Partial<Record<ArmName, string>>>;
  /** Names of the links, whose predictions are inputs "link 0", "link 1". */
  readonly links: readonly string[];
}

/** Predictions by role, one a seed. */
export interface ScoreInputs {
  readonly weak: readonly Step<Labels>[];
  readonly student: readonly Step<Fit>[];
  readonly ceiling: readonly Step<Fit>[];
  /** Protocols that the labels come from, of every seed; undefined: they are no protocol's. */
  readonly protocols?: readonly Step<OverseenLabels>[] | undefined;
  readonly [role: string]: readonly Step<Labels>[] | undefined;
}

export type ScoreStep = Step<Scored, ScoreValue, ScoreInputs>;

const codec: Codec<Scored> = {
  encode: ({ measured, draws }) => ({
    facts: JSON.parse(JSON.stringify(measured)),
    arrays: {
      draws: { dtype: "float32", shape: [draws.length], data: Float32Array.from(draws) },
    },
  }),
  decode: ({ facts, arrays }) => ({
    measured: measuredSchema.parse(facts),
    draws: Float64Array.from(float32(arrays, "draws").data),
  }),
};

/** What a link's predictions are called among the inputs. */
export const linkRole = (i: number): string => `link ${i}`;

export const scoreKind: StepKind<Scored, ScoreValue, ScoreInputs> = {
  name: "score",
  version: 8,
  codec,
  reportTogether: true,
  // Cells with the same test examples share the bootstrap's draws.
  groupKey: ({ params }) => JSON.stringify([params.test, params.seeds, params.resamples]),
  describe: (steps) => ({ label: "test scores and intervals", unit: "rows", total: steps.length }),
  cost: (steps) =>
    steps.reduce((sum, { value: { test, seeds, resamples } }) => {
      return sum + test.rows.length * seeds.length * resamples;
    }, 0),
  async run(steps, context) {
    const { test, seeds, resamples } = steps[0]!.value;
    const { rows, groups } = test;
    const draws = resampler({ examples: rows.length, seeds: seeds.length, groups, resamples });
    for (const [i, step] of steps.entries()) {
      context.signal.throwIfAborted();
      const started = performance.now();
      const scored = await scoredCell(step, draws, context);
      await context.keep(kept(step, scored), performance.now() - started);
      context.progress(i + 1);
    }
  },
};

async function scoredCell(step: ScoreStep, draws: Resampler, context: RunContext): Promise<Scored> {
  const { test, metric, measures, absent } = step.value;
  const cell = await predictionsOf(step, context);
  const { scores, draws: values } = scoreCell(cell, {
    metric,
    resampler: draws,
    facts: test.facts,
    absent,
    ...(measures && { measures: measures.list }),
  });
  return {
    measured: {
      ...scores,
      labelQuality: await qualityOf(step, context),
      oversight: await oversightOf(step, context),
      curves: await curvesOf(step, context),
    },
    draws: values,
  };
}

async function predictionsOf(
  { value: { test, links }, inputs }: ScoreStep,
  context: RunContext,
): Promise<CellPredictions> {
  const { answers } = test;
  const everybody = Object.values(inputs).reduce((sum, steps) => sum + (steps?.length ?? 0), 0);
  const options = answers && new AnswerOptions(answers, everybody);
  const said = async (steps: readonly Step<Labels>[]): Promise<RolePredictions> => {
    const all = await readAll(steps, context, test.rows);
    if (!answers || !options) return all;
    return all.map((one) => ({ ...options.chosen(one), words: answers.keysOf(one) }));
  };
  const arm = async (name: ArmName) => {
    const steps = inputs[name];
    return steps ? { [name]: await said(steps) } : {};
  };
  const linked = [];
  for (const [i, name] of links.entries()) {
    linked.push({ name, said: await said(inputs[linkRole(i)] ?? []) });
  }
  return {
    roles: {
      weak: await said(inputs.weak),
      student: await said(inputs.student),
      ceiling: await said(inputs.ceiling),
      ...(await arm("untouched")),
      ...(await arm("uninformed")),
      ...(await arm("selfTaught")),
    },
    links: linked,
    truth: test.truth,
    groups: test.groups,
    ...(answers && { chance: 0 }),
  };
}

async function readAll(
  steps: readonly Step<Labels>[],
  context: RunContext,
  rows: Int32Array,
): Promise<Labels[]> {
  const said: Labels[] = [];
  for (const step of steps) said.push(labelsOn(await context.result(step), rows));
  return said;
}

/** How good the supervisor's labels are where they are used. */
async function qualityOf({ value, inputs }: ScoreStep, context: RunContext) {
  const { taught, hardness } = value;
  const quality = { transfer: [] as LabelQuality[], validation: [] as LabelQuality[] };
  for (const [i, step] of inputs.weak.entries()) {
    const labels = await context.result(step);
    for (const part of ["transfer", "validation"] as const) {
      const { rows, truth, answers } = taught.parts[i]![part];
      if (rows.length === 0) continue;
      const said = labelsOn(labels, rows);
      const { probabilities } = answers ? new AnswerOptions(answers, 1).chosen(said) : said;
      const learnt = hardness === "hard" ? harden(probabilities) : probabilities;
      quality[part].push(labelQuality(learnt, truth));
    }
  }
  return {
    transfer: meanLabelQuality(quality.transfer),
    validation: meanLabelQuality(quality.validation),
  };
}

/** What the protocols behind the labels took for an example, on average. */
async function oversightOf({ value, inputs }: ScoreStep, context: RunContext) {
  if (!inputs.protocols) return undefined;
  const means: Budget[] = [];
  for (const protocol of inputs.protocols) means.push((await context.result(protocol)).budget);
  return scaled(spent(means), 1 / value.seeds.length);
}

async function curvesOf({ value, inputs }: ScoreStep, context: RunContext): Promise<Curve[]> {
  const fits = [
    ...roleNames.map((role) => ({ whose: { role }, steps: inputs[role] ?? [] })),
    ...value.links.map((link, i) => ({
      whose: { role: "link" as const, link },
      steps: inputs[linkRole(i)] ?? [],
    })),
  ];
  const curves: Curve[] = [];
  for (const { whose, steps } of fits) {
    for (const [i, step] of steps.entries()) {
      const fit: Fit = await context.result(step);
      const weak = await context.result(inputs.weak[i]!);
      const curve = curveOf(whose, value.seeds[i]!, fit, weak, value.test);
      if (curve) curves.push(curve);
    }
  }
  return curves;
}
