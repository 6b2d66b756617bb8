// Pretraining in memory: sentences in, parameters out. What is on disk is pretrain-folder.ts's. Its
// course is the one that students have, counted in sentences: a batch has those of one length, so
// that batches differ in size.

import {
  constantSchedule,
  cosineSchedule,
  linearSchedule,
  type Runtime,
  type Schedule,
  withWarmup,
} from "@w2s/grad";
import { type CourseState, notFinite, TrainingCourse } from "@w2s/lab/engine";
import { drawBatches } from "./batches.js";
import { initialParameters } from "./parameters.js";
import type { PretrainRecipe } from "./recipe.js";
import { PretrainTrainer } from "./trainer.js";

/** Sentences that are drawn at a time and put together by length, in batches. */
const poolBatches = 64;

/** Sentences between points of the loss curve. */
export const poolSentences = ({ batchSize }: PretrainRecipe): number => poolBatches * batchSize;

/**
 * A call of the runtime lasts about this long: between calls there is progress, a checkpoint, an
 * interrupt.
 */
const callMs = 500;

/** All that training changes. The arrays are `[n]` and are written in place. */
export interface PretrainState {
  readonly parameters: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** Steps taken in all, and in the pool in work. */
  steps: number;
  poolSteps: number;
  /** Sentences and tokens read in all. */
  sentences: number;
  tokens: number;
  /**
   * `steps`: sentences read at the end of each finished pool; `loss`: nats an answer's token, a
   * mean over it; `sum` and `seen`: of the sentences of the one in work.
   */
  course: CourseState;
}

/** What a training loop runs on, when it stops, and who hears of it. */
export interface TrainRun {
  readonly runtime: Runtime;
  /** Default 1: small graphs run fastest on one. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /**
   * Called between calls of the runtime, every half second or so; `loss` is the mean of the last
   * one.
   */
  readonly onProgress?: (state: PretrainState, loss: number) => Promise<void> | void;
}

/** Before the first step. */
export function initialState(recipe: PretrainRecipe): PretrainState {
  const parameters = initialParameters(recipe, recipe.seed);
  return {
    parameters,
    mean: new Float32Array(parameters.length),
    square: new Float32Array(parameters.length),
    ...{ steps: 0, poolSteps: 0, sentences: 0, tokens: 0, course: courseOf(recipe).state },
  };
}

/** Each sentence once, a point of the curve a pool, the last weights. */
function courseOf(recipe: PretrainRecipe): TrainingCourse {
  const pools = { epochs: 1, batchSize: 1, evaluateEvery: poolSentences(recipe) };
  return new TrainingCourse({ ...pools, selection: "last" }, recipe.sentences);
}

/**
 * Trains `state` to the end of the recipe, in place. Wherever it is stopped and begun again, the
 * same steps give the same bytes.
 * @throws NotFiniteError when a loss is not finite (then `state` is of no use); the signal's
 * reason when aborted
 */
export async function pretrain(
  recipe: PretrainRecipe,
  state: PretrainState,
  run: TrainRun,
): Promise<void> {
  const trainer = await PretrainTrainer.load(run.runtime, recipe, run.threads ?? 1);
  const rate = rateOf(recipe);
  const course = courseOf(recipe);
  state.course = Object.assign(course.state, state.course);
  let stepMs = callMs;
  try {
    while (!course.isDone(state.sentences)) {
      const from = state.course.steps.at(-1) ?? 0;
      const to = course.evaluationAfter(from);
      const { mixture, worldSeed, batchSize } = recipe;
      const batches = drawBatches(mixture, worldSeed, from, to, batchSize);
      while (state.poolSteps < batches.steps.length) {
        run.signal?.throwIfAborted();
        const started = performance.now();
        const count = Math.max(1, Math.floor(callMs / stepMs));
        const steps = batches.steps.slice(state.poolSteps, state.poolSteps + count);
        const losses = await trainer.run(state, batches, steps, rate);
        account(state, course, steps, losses);
        stepMs = (performance.now() - started) / steps.length;
        await run.onProgress?.(state, losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
        if (state.poolSteps === 0) break;
      }
    }
  } finally {
    await trainer.release();
  }
}

function account(
  state: PretrainState,
  course: TrainingCourse,
  steps: readonly { readonly sentences: number; readonly length: number }[],
  losses: Float32Array,
): void {
  steps.forEach(({ sentences, length }, i) => {
    const loss = losses[i]!;
    state.steps += 1;
    if (!Number.isFinite(loss)) throw notFinite({ name: "pretrain", step: state.steps, loss });
    state.poolSteps += 1;
    state.sentences += sentences;
    state.tokens += sentences * length;
    course.noteLoss(loss, sentences);
  });
  if (!course.isDue(state.sentences)) return;
  course.noteEvaluation(state.sentences, {});
  state.poolSteps = 0;
}

const schedules: { readonly [S in PretrainRecipe["schedule"]]: Schedule } = {
  linear: linearSchedule,
  cosine: cosineSchedule,
  constant: constantSchedule,
};

/**
 * The learning rate of a step that ends after so many sentences. It is never 0: no step is wasted.
 */
function rateOf({ schedule, warmup, learningRate, sentences, batchSize }: PretrainRecipe) {
  const factor = withWarmup(warmup, schedules[schedule]);
  return (read: number): number => learningRate * factor(read / (sentences + batchSize));
}
