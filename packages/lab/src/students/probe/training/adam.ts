// Linear probes by Adam, many at a time. Source: Burns et al. 2023, appendix D.2.

import {
  type Arrays,
  batchBounds,
  type Executable,
  type NdArray,
  ndarray,
  Trainer,
  type TrainingState,
  zerosArray,
} from "@w2s/grad";
import { random } from "../../../random.js";
import { Course } from "../../course/course.js";
import type { AdamRecipe } from "../recipe.js";
import { BestEpochs } from "./best-epochs.js";
import type { FitOptions, ProbeData, ProbeFit, ProbeStudent } from "./fit.js";
import { columnsPerStudent, type HeadShape, headParameters, scoreProgram } from "./head.js";
import { type Groups, readsOf, startingState } from "./losses.js";
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
  const groups = groupByMethod(students, data.options);
  const ordered = groups.flat();
  const head: HeadShape = {
    task: data.task,
    options: data.options,
    features: data.features.shape[1]!,
    students: ordered.length,
  };
  const bounds = batchBounds(data.train.length, recipe.batchSize);
  const totalSteps = recipe.epochs * bounds.starts.length;
  const threads = { threads: options.threads ?? 1 };
  const trainer = await Trainer.load(
    options.runtime,
    probeTraining(groups, head, recipe, data.train.length),
    totalSteps,
    threads,
  );
  const scorer = await options.runtime.load(scoreProgram(head), threads);
  try {
    const fits = await runEpochs(trainer, scorer, groups, { head, data, recipe, bounds }, options);
    return students.map((student) => fits[ordered.indexOf(student)]!);
  } finally {
    await Promise.all([trainer.release(), scorer.release()]);
  }
}

interface Run {
  readonly head: HeadShape;
  readonly data: ProbeData;
  readonly recipe: AdamRecipe;
  readonly bounds: { readonly starts: readonly number[]; readonly ends: readonly number[] };
}

async function runEpochs(
  trainer: Trainer,
  scorer: Executable,
  groups: Groups,
  { head, data, recipe, bounds }: Run,
  { seed, signal, onEpoch }: FitOptions,
): Promise<ProbeFit[]> {
  const students = groups.flat();
  const { train, features, validation, watch } = data;
  const shape = headParameters(head).weight.shape as readonly number[];
  let state: TrainingState = trainer.start(
    { weight: zerosArray("float32", shape) },
    startingState(groups, head, train.length),
  );
  const inputs = { x: features, labels: labelMatrix(students, data), index: indexVector(data) };
  const constants = {
    mask: maskMatrix(students, head),
    prior: priorVector(students, data.options),
  };
  const best = new BestEpochs(students, head, recipe, data);
  const course = new Course(recipe, train.length);
  const orders = random(seed, "data order");
  // Written anew each epoch: fresh arrays would be garbage faster than it is collected.
  const order = new Int32Array(train.length);
  const score = scoring(scorer, features, head.students * columnsPerStudent(head));
  const drawsUniform = readsOf(groups, head).has("uniform");
  for (let epoch = 1; epoch <= recipe.epochs && !best.areStopped; epoch++) {
    order.set(train);
    orders.shuffle(order);
    const uniform = drawsUniform ? { uniform: uniformVector(data, { seed, epoch }) } : {};
    const end = epoch * course.perEpoch;
    while (state.steps < end && !best.areStopped) {
      signal?.throwIfAborted();
      const from = state.steps;
      const to = Math.min(course.evaluationAfter(from), end);
      const steps = stepsOf(bounds, from - end + course.perEpoch, to - end + course.perEpoch);
      const trained = await trainer.run(state, { ...inputs, ...uniform }, constants, {
        order,
        ...steps,
      });
      state = trained.state;
      best.noteLosses({ from, order, ...steps, losses: trained.losses });
      if (!course.isDue(to)) continue;
      const scores = await score(state.parameters, validation, "validation");
      const watched = watch && (await score(state.parameters, watch, "watch"));
      best.evaluate(to, scores, watched, state.parameters);
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

/** Scores rows under parameters, into places that are written anew each time. */
function scoring(scorer: Executable, x: NdArray, columns: number) {
  const places = new Map<string, NdArray>();
  return async (parameters: Arrays, rows: Int32Array, name: string): Promise<NdArray> => {
    const scores = places.get(name) ?? zerosArray("float32", [rows.length, columns]);
    places.set(name, scores);
    await scorer.run({ ...parameters, x, chosen: ndarray(rows, [rows.length]) }, { scores });
    return scores;
  };
}
