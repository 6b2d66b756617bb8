// Linear probes by Adam, many at a time. Source: Burns et al. 2023, appendix D.2.

import {
  batchBounds,
  type Executable,
  ndarray,
  Trainer,
  type TrainingState,
  zerosArray,
} from "@w2s/grad";
import { random } from "../random.js";
import { BestEpochs } from "./best-epochs.js";
import { columnsPerStudent, type HeadShape, headParameters, scoreProgram } from "./head.js";
import type { AdamRecipe } from "./probe/recipe.js";
import type { FitOptions, ProbeData, ProbeFit, ProbeStudent } from "./probe-fit.js";
import { groupByMethod, labelMatrix, maskMatrix, probeTraining } from "./probe-training.js";

/**
 * Trains probes that share features, rows, data order and recipe, and gives them in the order they
 * came. What becomes of one does not depend on the others, up to float rounding.
 * @throws Error when a loss is not finite, naming the student and the epoch; the signal's reason
 * when aborted.
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
    probeTraining(groups, head, recipe),
    totalSteps,
    threads,
  );
  const scorer = await options.runtime.load(scoreProgram(head), threads);
  try {
    const fits = await runEpochs(trainer, scorer, ordered, { head, data, recipe, bounds }, options);
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
  students: readonly ProbeStudent[],
  { head, data, recipe, bounds }: Run,
  { seed, signal, onEpoch }: FitOptions,
): Promise<ProbeFit[]> {
  const shape = headParameters(head).weight.shape as readonly number[];
  let state: TrainingState = trainer.start({ weight: zerosArray("float32", shape) });
  const inputs = { x: data.features, labels: labelMatrix(students, data) };
  const constants = { mask: maskMatrix(students, head) };
  const best = new BestEpochs(students, head, recipe.selection);
  const orders = random(seed, "data order");
  // Written anew each epoch: fresh arrays would be garbage faster than it is collected.
  const order = new Int32Array(data.train.length);
  const columns = head.students * columnsPerStudent(head);
  const scores = zerosArray("float32", [data.validation.length, columns]);
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    signal?.throwIfAborted();
    order.set(data.train);
    orders.shuffle(order);
    const trained = await trainer.run(state, inputs, constants, { order, ...bounds });
    state = trained.state;
    const chosen = ndarray(data.validation, [data.validation.length]);
    await scorer.run({ ...state.parameters, x: data.features, chosen }, { scores });
    best.record(epoch, trained.losses, bounds, scores, state.parameters);
    onEpoch?.(epoch);
  }
  return best.fits();
}
