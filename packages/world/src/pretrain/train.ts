// Pretraining in memory: sentences in, parameters out. What is on disk is model-folder.ts's.

import {
  constantSchedule,
  cosineSchedule,
  linearSchedule,
  type Runtime,
  type Schedule,
  withWarmup,
} from "@w2s/grad";
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
  /** Steps taken in all. */
  steps: number;
  /** Sentences of finished pools, and steps taken in the one after them. */
  poolStart: number;
  poolSteps: number;
  /** Sentences and tokens read in all. */
  sentences: number;
  tokens: number;
  /**
   * Nats an answer's token, a mean over each finished pool; and the sum over the sentences of the
   * one in work.
   */
  readonly curve: number[];
  poolLoss: number;
}

/** A run could not go on as it should; the message is one line for the user. */
export class PretrainError extends Error {
  override readonly name = "RunError";
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
    ...{ steps: 0, poolStart: 0, poolSteps: 0, sentences: 0, tokens: 0, curve: [], poolLoss: 0 },
  };
}

/**
 * Trains `state` to the end of the recipe, in place. Wherever it is stopped and begun again, the
 * same steps give the same bytes.
 * @throws RunError when the loss is not finite (then `state` is of no use); the signal's reason
 * when aborted
 */
export async function pretrain(
  recipe: PretrainRecipe,
  state: PretrainState,
  run: TrainRun,
): Promise<void> {
  const trainer = await PretrainTrainer.load(run.runtime, recipe, run.threads ?? 1);
  const rate = rateOf(recipe);
  let stepMs = callMs;
  try {
    while (state.sentences < recipe.sentences) {
      const end = Math.min(state.poolStart + poolSentences(recipe), recipe.sentences);
      const batches = drawBatches(
        recipe.mixture,
        recipe.worldSeed,
        state.poolStart,
        end,
        recipe.batchSize,
      );
      while (state.poolSteps < batches.steps.length) {
        run.signal?.throwIfAborted();
        const started = performance.now();
        const count = Math.max(1, Math.floor(callMs / stepMs));
        const steps = batches.steps.slice(state.poolSteps, state.poolSteps + count);
        const losses = await trainer.run(state, batches, steps, rate);
        account(state, steps, losses);
        stepMs = (performance.now() - started) / steps.length;
        if (state.poolSteps === batches.steps.length) endPool(state, end);
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
  steps: readonly { readonly sentences: number; readonly length: number }[],
  losses: Float32Array,
): void {
  steps.forEach(({ sentences, length }, i) => {
    const loss = losses[i]!;
    if (!Number.isFinite(loss)) {
      throw new PretrainError(
        `pretrain: the loss of step ${state.steps + 1} (after ${state.sentences} sentences) is ` +
          `${loss}; try a smaller learning rate`,
      );
    }
    state.steps += 1;
    state.poolSteps += 1;
    state.sentences += sentences;
    state.tokens += sentences * length;
    state.poolLoss += loss * sentences;
  });
}

function endPool(state: PretrainState, end: number): void {
  state.curve.push(state.poolLoss / (end - state.poolStart));
  state.poolStart = end;
  state.poolSteps = 0;
  state.poolLoss = 0;
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
