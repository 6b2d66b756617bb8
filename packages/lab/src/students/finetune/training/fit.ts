// Finetuning one student on labels: the whole model or its last blocks, and a new head. Early
// stopping on the validation labels, as for probes.

import {
  type Arrays,
  type NdArray,
  NotFiniteError,
  type Runtime,
  StepTrainer,
  zerosArray,
} from "@w2s/grad";
import type { LossMethod } from "../../../methods/losses.js";
import type { CourseCurve, OnEvaluation } from "../../course/course.js";
import { checkJudges } from "../../course/measure.js";
import { dropoutMasks } from "../program/dropout.js";
import { activationBytes, packedActivationBytes } from "../program/memory.js";
import { occurringTokens } from "../program/occurring.js";
import { optimizing } from "../program/optimizing.js";
import {
  buckets,
  headSignature,
  methodLoss,
  segmentedLoss,
  startingState,
  stepInputs,
  trainedSignature,
} from "../program/program.js";
import type { FinetuneShape } from "../program/shape.js";
import { blockTuning } from "../program/tuning.js";
import type { FinetuneRecipe } from "../recipe.js";
import { Checkpoint, type CheckpointOptions } from "./checkpoint.js";
import { Examples, type FinetuneData } from "./examples.js";
import { AveragedWeights } from "./mean-teacher.js";
import { Scorer } from "./scorer.js";
import { Training } from "./training.js";

export interface FinetuneStudent {
  /** For messages. */
  readonly name: string;
  readonly method: LossMethod;
  /** Values that the head starts from, by its parameters' names; default: zeros. */
  readonly head?: Arrays;
  /** Label probabilities of the training rows, `[train, options]`. */
  readonly train: NdArray<"float32">;
  /** Label probabilities of the validation rows, `[validation, options]`. */
  readonly validation: NdArray<"float32">;
  /**
   * Ground truth of the validation rows, `[validation, options]`, for the selection "oracle" alone;
   * its method does not see it.
   */
  readonly oracle?: NdArray<"float32">;
  /** Hears of each evaluation; default: nobody. */
  readonly onEvaluation?: OnEvaluation;
}

export interface FinetuneFit {
  /** `[predict, options]`, of the kept evaluation. */
  readonly probabilities: NdArray<"float32">;
  /** Logits likewise, where probabilities cannot tell the surest examples apart. */
  readonly scores?: NdArray<"float32">;
  /** Epochs behind the kept weights; not whole where an evaluation fell within one. */
  readonly chosenEpoch: number;
  /** Steps behind the kept weights. */
  readonly chosenStep: number;
  readonly curve: CourseCurve;
  /**
   * Probabilities of the rows to watch at every evaluation, `[evaluations, watch, options]`;
   * undefined without such rows.
   */
  readonly watched?: NdArray<"float32"> | undefined;
  /**
   * The kept weights: what the tuning trains, and the head's `student.weight` (`[options, d]`, or
   * `[1, d]`) and `student.bias`.
   */
  readonly weights: TrainedWeights;
}

export type TrainedWeights = Readonly<Record<string, NdArray<"float32">>>;

export interface FinetuneRun {
  readonly runtime: Runtime;
  /** Decides the order of the data, and nothing else. */
  readonly seed: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /**
   * Batches of training rows of an epoch (from 1), to follow another system's order; default: at
   * random, as the recipe says.
   */
  readonly batches?: (epoch: number) => readonly Int32Array[];
  /**
   * What a loss draws in an epoch (from 1), one number in [0, 1) a training row, to follow another
   * system's draws; default: at random.
   */
  readonly draws?: (epoch: number) => Float32Array;
  /** Where the training's state is kept meanwhile, and found again; default: nowhere. */
  readonly checkpoint?: CheckpointOptions;
  /** Called after each step with the share of training done, and the step's loss. */
  readonly onProgress?: (share: number, loss?: number) => void;
}

/**
 * Finetunes a student. With a checkpoint, a call that was interrupted goes on from there, to the
 * same bits.
 * @throws InputError for more blocks than the model has, weights that do not fit, a text without a
 * token or a selection by an oracle that is not given; NotFiniteError when a loss is not finite,
 * naming the student, the step and its examples; the signal's reason when aborted.
 */
export async function finetuneStudent(
  student: FinetuneStudent,
  data: FinetuneData,
  recipe: FinetuneRecipe,
  run: FinetuneRun,
): Promise<FinetuneFit> {
  const { model, stored } = data;
  checkJudges(student, recipe.selection);
  const { tuning, ids, whole } = occurringTokens(
    data,
    data.tuning ?? blockTuning(model, recipe.blocks, stored !== undefined),
    recipe,
  );
  const { architecture, width } = model;
  const { shape, options } = data;
  const { pooling, dropout } = recipe;
  const program: FinetuneShape = { architecture, tuning, shape, options, width, pooling, dropout };
  const threads = run.threads ?? 2;
  const examples = new Examples({ ...data, ids }, student.train);
  const frozen = tuning.frozenValues();
  const kept = startingState(student.method, options, data.train.length);
  const trainer = await loadTrainer(student, program, recipe, run.runtime, threads, kept);
  // The trainer has copied the weights; where none is frozen, the model's own would only lie beside
  // them. They are read anew when asked for.
  if (Object.keys(tuning.frozen).length === 0) model.close?.();
  const scorer = await Scorer.load(program, examples, run.runtime, threads).catch(
    async (error: unknown) => {
      await trainer.release();
      throw error;
    },
  );
  const teacher = await AveragedWeights.load(student.method, {
    shape: program,
    trainer,
    scorer,
    runtime: run.runtime,
    threads,
  }).catch(async (error: unknown) => {
    await Promise.all([trainer.release(), scorer.release()]);
    throw error;
  });
  const blocks = recipe.recompute ? 1 : (recipe.blocks ?? model.layers);
  const perToken = (seq: number) => activationBytes(model.config, blocks, seq);
  const training = new Training({
    judges: student,
    recipe,
    seed: run.seed,
    batches: run.batches,
    draws: run.draws,
    inputs: new Set(Object.keys(stepInputs(program, student.method))),
    dropout: dropoutMasks(program),
    trainer,
    scorer,
    teacher,
    examples,
    frozen,
    activationsOf: (rows) => packedActivationBytes(examples.lengthsOf(rows), buckets, perToken),
  });
  try {
    await train(training, run, run.checkpoint && new Checkpoint(run.checkpoint, training, trainer));
    return {
      ...(await fitOf(training, data, run)),
      weights: whole(training.kept.arrays) as TrainedWeights,
    };
  } finally {
    await Promise.all([trainer.release(), scorer.release(), teacher?.release()]);
  }
}

function loadTrainer(
  { method, head }: FinetuneStudent,
  shape: FinetuneShape,
  recipe: FinetuneRecipe,
  runtime: Runtime,
  threads: number,
  carried: Arrays,
): Promise<StepTrainer> {
  const parameters = trainedSignature(shape);
  const zeros = Object.entries(headSignature(shape)).map(
    ([name, { shape }]) => [name, zerosArray("float32", shape as readonly number[])] as const,
  );
  return StepTrainer.load(
    runtime,
    {
      parameters,
      frozen: shape.tuning.frozen,
      inputs: stepInputs(shape, method),
      ...(recipe.recompute ? segmentedLoss(shape, method) : methodLoss(shape, method, carried)),
      ...optimizing(recipe, parameters),
    },
    { ...shape.tuning.initial(), ...Object.fromEntries(zeros), ...head },
    { threads },
    carried,
  );
}

async function train(
  training: Training,
  run: FinetuneRun,
  checkpoint: Checkpoint | undefined,
): Promise<void> {
  await checkpoint?.restore();
  try {
    while (!training.done) {
      await training.advance(run.signal);
      run.onProgress?.(training.share, training.course.latestLoss);
      await checkpoint?.tick();
    }
  } catch (error) {
    // Both leave the training as it was after its last whole step.
    const isBroken = error instanceof NotFiniteError;
    const isKept = (run.signal?.aborted || isBroken) && (await checkpoint?.save());
    if (!isBroken || !isKept) throw error;
    throw new NotFiniteError(
      `${error.message}; the state before it is in ${run.checkpoint!.file}`,
      {
        cause: error,
      },
    );
  }
}

async function fitOf(
  training: Training,
  data: FinetuneData,
  { signal }: FinetuneRun,
): Promise<Omit<FinetuneFit, "weights">> {
  const { course, watched } = training;
  return {
    ...(await training.predict(data.predict, signal)),
    chosenEpoch: course.epochsAt(course.chosenStep),
    chosenStep: course.chosenStep,
    curve: course.curve,
    watched: watched?.array,
  };
}
