// Linear probes by Adam, many at a time. Source: Burns et al. 2023, appendix D.2.

import {
  batchBounds,
  type Chunk,
  Trainer,
  type TrainingState,
  takeRows,
  zerosArray,
} from "@w2s/grad";
import { random } from "../../../random.js";
import { TrainingCourse } from "../../course/course.js";
import type { AdamRecipe } from "../recipe.js";
import { BestEpochs } from "./best-epochs.js";
import type { FitOptions, Groups, ProbeData, ProbeFit, ProbeStudent } from "./fit.js";
import { type HeadShape, headParameters, withScores } from "./head.js";
import { fitOnThreads, lanesOf } from "./lanes.js";
import { readsOf, startingState } from "./losses.js";
import { scoredWeights } from "./mean-teachers.js";
import {
  groupByMethod,
  indexVector,
  labelMatrix,
  maskMatrix,
  priorVector,
  probeTraining,
  uniformVector,
} from "./program.js";

/**
 * Trains probes that share features, rows, data order and recipe, and gives them in the order they
 * came. What becomes of one does not depend on the others, up to float rounding.
 * @throws NotFiniteError when a loss is not finite, naming the student, the step and its examples;
 * InputError where the recipe selects by an oracle that is not given; the signal's reason when
 * aborted.
 */
export async function fitAdamProbes(
  students: readonly ProbeStudent[],
  data: ProbeData,
  recipe: AdamRecipe,
  options: FitOptions,
): Promise<ProbeFit[]> {
  const ordered = groupByMethod(students, data.options).flat();
  const lanes = lanesOf(ordered, data, recipe, options);
  const fit = (lane: readonly ProbeStudent[], own: FitOptions) =>
    fitTogether(lane, data, recipe, own);
  const fits = await (lanes.length > 1 ? fitOnThreads(lanes, fit, options) : fit(ordered, options));
  return students.map((student) => fits[ordered.indexOf(student)]!);
}

/** Students that are columns of one matrix, in the order of their methods. */
async function fitTogether(
  students: readonly ProbeStudent[],
  data: ProbeData,
  recipe: AdamRecipe,
  options: FitOptions,
): Promise<ProbeFit[]> {
  const { shape, features, train, validation, watch } = data;
  const groups = groupByMethod(students, data.options);
  const head: HeadShape = {
    shape,
    options: data.options,
    features: features.shape[1]!,
    students: students.length,
  };
  const bounds = batchBounds(train.length, recipe.batchSize);
  const sets = {
    validation: takeRows(features, validation),
    ...(watch && { watch: takeRows(features, watch) }),
  };
  const held = {
    x: features,
    labels: labelMatrix(students, data),
    index: indexVector(data),
    mask: maskMatrix(students, head),
    prior: priorVector(students, data.options),
    ...sets,
  };
  const spec = probeTraining(groups, head, recipe, train.length);
  const trainer = await Trainer.load(
    options.runtime,
    withScores(spec, head, Object.keys(sets), scoredWeights(groups, head)),
    recipe.epochs * bounds.starts.length,
    { held },
  );
  try {
    return await runEpochs(trainer, groups, { head, data, recipe, bounds }, options);
  } finally {
    await trainer.release();
  }
}

interface Run {
  readonly head: HeadShape;
  readonly data: ProbeData;
  readonly recipe: AdamRecipe;
  /** An epoch's. */
  readonly bounds: Pick<Chunk, "starts" | "ends">;
}

async function runEpochs(
  trainer: Trainer,
  groups: Groups,
  { head, data, recipe, bounds }: Run,
  { seed, signal, onEpoch }: FitOptions,
): Promise<ProbeFit[]> {
  const { train } = data;
  const shape = headParameters(head).weight.shape as readonly number[];
  let state: TrainingState = trainer.start(
    { weight: zerosArray("float32", shape) },
    startingState(groups, head, train.length),
  );
  const best = new BestEpochs(groups.flat(), head, recipe, data);
  const course = new TrainingCourse(recipe, train.length);
  const orders = random(seed, "data order");
  // Written anew each epoch: fresh arrays would be garbage faster than it is collected.
  const order = new Int32Array(train.length);
  const drawsUniform = readsOf(groups, head).has("uniform");
  for (let epoch = 1; epoch <= recipe.epochs && !best.areStopped; epoch++) {
    order.set(train);
    orders.shuffle(order);
    const drawn = drawsUniform ? { uniform: uniformVector(data, { seed, epoch }) } : {};
    const end = epoch * course.perEpoch;
    while (state.steps < end && !best.areStopped) {
      signal?.throwIfAborted();
      const from = state.steps;
      const to = Math.min(course.evaluationAfter(from), end);
      const steps = stepsOf(bounds, from - end + course.perEpoch, to - end + course.perEpoch);
      const trained = await trainer.run(state, drawn, {}, { order, ...steps });
      state = trained.state;
      best.noteLosses({ from, order, ...steps, losses: trained.losses });
      if (!course.isDue(to)) continue;
      const { validation, watch, weight = state.parameters.weight! } = trained.after;
      best.evaluate(to, validation!, watch, weight);
    }
    onEpoch?.(epoch);
  }
  return best.fits();
}

/** A part of an epoch's steps; the whole epoch's bounds are the same array each time. */
function stepsOf(bounds: Run["bounds"], from: number, to: number): Run["bounds"] {
  if (from === 0 && to === bounds.starts.length) return bounds;
  return { starts: bounds.starts.slice(from, to), ends: bounds.ends.slice(from, to) };
}
