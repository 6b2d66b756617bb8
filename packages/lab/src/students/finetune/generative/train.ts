// Generative finetuning: a language model learns a task's texts before it sees a label. Source:
// Burns et al. 2023, section 5.2.2: features that matter become more salient. No label is looked
// at, so that all students of one model, task and seed share the result.

import { InputError } from "@w2s/base";
import {
  type Arrays,
  adamW,
  type NdArray,
  NotFiniteError,
  type Runtime,
  type StepSpec,
  StepTrainer,
} from "@w2s/grad";
import { headOfDecoder } from "@w2s/models";
import { TrainingCourse } from "../../course/course.js";
import { withNames } from "../../course/not-finite.js";
import { epochBatches } from "../../course/order.js";
import { speakingTuning } from "../program/speaking-tuning.js";
import { blockTuning, type TunedModel } from "../program/tuning.js";
import { learningRateAt } from "../training/rate.js";
import { generativeBatch, generativeInputs, generativeLoss } from "./program.js";
import type { GenerativeRecipe } from "./recipe.js";

export interface GenerativeRun {
  /** For messages. */
  readonly name: string;
  readonly runtime: Runtime;
  /** Decides the order of the texts. */
  readonly seed: number;
  /** Train only the last so many blocks; default: all of the model. */
  readonly blocks?: number | undefined;
  /**
   * At most so many logits lie in memory at once, at least one text's; default 2^24, 64 MB: a batch
   * runs in parts.
   */
  readonly mostLogits?: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called after each step with the share of training done. */
  readonly onProgress?: (share: number, loss?: number) => void;
}

export interface GenerativeFit {
  /** The trained parameters, by name. */
  readonly weights: Readonly<Record<string, NdArray<"float32">>>;
  /** Of each epoch: the mean cross-entropy of a next token, in nats, while it was trained. */
  readonly loss: readonly number[];
  /** Steps taken by the end of each epoch. */
  readonly steps: readonly number[];
}

/**
 * Trains a decoder on texts' next tokens: AdamW, gradients clipped at 1, a tenth of the steps as
 * warm-up, then linearly to zero.
 * @param ids token ids of each text; those of one token are left out, for nothing is predicted in
 * them
 * @throws InputError for an encoder, and without a text of two tokens; NotFiniteError when a loss
 * is not finite; the signal's reason when aborted
 */
export async function trainGenerative(
  model: TunedModel,
  ids: readonly Int32Array[],
  recipe: GenerativeRecipe,
  run: GenerativeRun,
): Promise<GenerativeFit> {
  const tuning = speakingTuning(model, blockTuning(model, run.blocks));
  const texts = ids.filter(({ length }) => length > 1);
  if (texts.length === 0) {
    throw new InputError(
      `${run.name}: generative finetuning needs texts of at least two tokens, got none`,
    );
  }
  const spec: StepSpec = {
    parameters: tuning.trained,
    frozen: tuning.frozen,
    inputs: generativeInputs(),
    loss: ({ weights, inputs }) => generativeLoss(model, (name) => weights[name]!, inputs),
    optimizer: adamW({ weightDecay: 0 }),
    clipNorm: 1,
  };
  const trainer = await StepTrainer.load(run.runtime, spec, tuning.initial(), {
    threads: run.threads ?? 2,
  });
  try {
    const { loss, steps } = await epochs(trainer, texts, {
      model,
      recipe,
      run,
      frozen: tuning.frozenValues(),
    });
    return { weights: trainer.parameters.arrays as GenerativeFit["weights"], loss, steps };
  } finally {
    await trainer.release();
  }
}

interface Parts {
  readonly model: TunedModel;
  readonly recipe: GenerativeRecipe;
  readonly run: GenerativeRun;
  readonly frozen: Arrays;
}

async function epochs(
  trainer: StepTrainer,
  texts: readonly Int32Array[],
  { model, recipe, run, frozen }: Parts,
): Promise<Pick<GenerativeFit, "loss" | "steps">> {
  const rows = Int32Array.from(texts, (_, i) => i);
  // The last weights are those that are kept: nothing says which are better.
  const course = new TrainingCourse({ ...recipe, selection: "last" }, texts.length);
  const rates = { learningRate: recipe.learningRate, schedule: "linear", warmup: 0.1 } as const;
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    const order = { seed: run.seed, epoch, purpose: "generative order" };
    for (const [i, batch] of epochBatches(rows, recipe.batchSize, order).entries()) {
      run.signal?.throwIfAborted();
      const chosen = Array.from(batch, (row) => texts[row]!);
      const step = (epoch - 1) * course.perEpoch + i;
      const loss = await takeStep(
        trainer,
        parts(model, chosen, run.mostLogits),
        frozen,
        learningRateAt(rates, step, course.total),
        run.name,
      );
      course.noteLoss(loss, predictionsOf(chosen));
      run.onProgress?.((step + 1) / course.total, loss);
    }
    course.noteEvaluation(epoch * course.perEpoch, {});
  }
  return course.curve;
}

async function takeStep(
  trainer: StepTrainer,
  batches: readonly Arrays[],
  frozen: Arrays,
  rate: number,
  name: string,
): Promise<number> {
  try {
    return (await trainer.step(batches, frozen, rate)).loss;
  } catch (error) {
    throw error instanceof NotFiniteError ? withNames(error, name) : error;
  }
}

/**
 * A batch in parts whose logits fit; each part's sum of losses has the share that makes the parts'
 * mean that of all predictions.
 */
function parts(model: TunedModel, texts: readonly Int32Array[], mostLogits = 2 ** 24): Arrays[] {
  const head = headOfDecoder(model);
  const [vocab] = head.shapes[head.matrix] as readonly number[];
  const groups: Int32Array[][] = [];
  for (const text of texts) {
    const last = groups.at(-1);
    if (last && predictionsOf([...last, text]) * vocab! <= mostLogits) last.push(text);
    else groups.push([text]);
  }
  const share = groups.length / predictionsOf(texts);
  return groups.map((group) => generativeBatch(group, share));
}

function predictionsOf(texts: readonly Int32Array[]): number {
  return texts.reduce((sum, { length }) => sum + length - 1, 0);
}
