// A language model learns to say answers: cross-entropy of the answers' tokens alone, given the
// questions; evaluations say the validation answers greedily, and count those that are the same.
// Source: the chess setting of Burns et al. 2023, appendix A.

import {
  type Arena,
  type Arrays,
  NotFiniteError,
  type Runtime,
  type StepSpec,
  StepTrainer,
} from "@w2s/grad";
import { decoderShapes, GreedyDecoder } from "@w2s/models";
import { type CourseCurve, TrainingCourse } from "../../course/course.js";
import { withNames } from "../../course/not-finite.js";
import { epochBatches } from "../../course/order.js";
import {
  buckets,
  generativeBatch,
  generativeInputs,
  generativeLoss,
} from "../generative/program.js";
import { activationBytes, packedActivationBytes } from "../program/memory.js";
import { optimizing } from "../program/optimizing.js";
import { assertEachFits, stepParts } from "../program/parts.js";
import type { TunedModel, Tuning } from "../program/tuning.js";
import type { FinetuneRecipe } from "../recipe.js";
import { learningRateAt } from "../training/rate.js";
import { type Speech, usualAnswerTokens } from "./words.js";

/** What is learnt from, and what is asked; questions are token ids. */
export interface AnswerData {
  readonly model: TunedModel;
  readonly tuning: Tuning;
  readonly speech: Speech;
  /** Questions with the answers that are taught. */
  readonly train: readonly { readonly asked: Int32Array; readonly taught: Int32Array }[];
  readonly validation: readonly Int32Array[];
  readonly predict: readonly Int32Array[];
}

/** Who learns, and what its answers are held against. */
export interface AnswerStudent {
  /** For messages. */
  readonly name: string;
  /** The share of what is said of the validation questions that agrees with their labels. */
  agreement(said: readonly string[]): number;
  /** The same with ground truth, for the selection "oracle" alone. */
  readonly oracle?: ((said: readonly string[]) => number) | undefined;
}

/** What a student says in the end, and how it came there. */
export interface AnswerFit {
  readonly answers: readonly string[];
  readonly curve: CourseCurve;
  /** Epochs behind the kept weights; not whole where an evaluation fell within one. */
  readonly chosenEpoch: number;
  readonly chosenStep: number;
}

export interface AnswerRun {
  readonly runtime: Runtime;
  /** Decides the order of the data. */
  readonly seed: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called after each step with the share of training done. */
  readonly onProgress?: (share: number, loss?: number) => void;
}

/**
 * Trains a student to say answers, and asks it.
 * @throws InputError for an encoder; NotFiniteError when a loss is not finite, naming the student,
 * the step and its examples; the signal's reason when aborted
 */
export async function trainAnswers(
  student: AnswerStudent,
  data: AnswerData,
  recipe: FinetuneRecipe,
  run: AnswerRun,
): Promise<AnswerFit> {
  const { model, tuning } = data;
  const { runtime, threads = 2 } = run;
  const decoder = await GreedyDecoder.load(model, { runtime, threads });
  const trainer = await StepTrainer.load(runtime, specOf(data, recipe), tuning.initial(), {
    threads,
  }).catch(async (error: unknown) => {
    await decoder.release();
    throw error;
  });
  try {
    return await new Training(student, data, recipe, run, trainer, decoder).whole();
  } finally {
    await Promise.all([trainer.release(), decoder.release()]);
  }
}

/** What a model says without any training, by `decoder`'s weights. */
export async function sayAnswers(
  { model, speech }: Pick<AnswerData, "model" | "speech">,
  asked: readonly Int32Array[],
  maxTokens: number | undefined,
  { runtime, threads = 2, signal, onProgress }: Omit<AnswerRun, "seed">,
): Promise<readonly string[]> {
  const decoder = await GreedyDecoder.load(model, { runtime, threads });
  try {
    const said = await decoder.say(model.weights(decoderShapes(model)), asked, {
      ...sayingBy(speech, maxTokens),
      signal,
      ...(onProgress && { onProgress: (done) => onProgress(done / asked.length) }),
    });
    return said.map(speech.heard);
  } finally {
    await decoder.release();
  }
}

const sayingBy = ({ isOver }: Speech, maxTokens = usualAnswerTokens) => ({ isOver, maxTokens });

function specOf({ model, tuning }: AnswerData, recipe: FinetuneRecipe): StepSpec {
  const parameters = tuning.trained;
  return {
    parameters,
    frozen: tuning.frozen,
    inputs: generativeInputs(),
    loss: ({ weights, inputs }) => generativeLoss(model, tuning.weights(weights), inputs),
    ...optimizing(recipe, parameters),
  };
}

class Training {
  private readonly course: TrainingCourse;
  private readonly frozen: Arrays;
  private step = 0;
  /** The weights of the best evaluation, where that may not be the last. */
  private best: Arena | undefined;

  constructor(
    private readonly student: AnswerStudent,
    private readonly data: AnswerData,
    private readonly recipe: FinetuneRecipe,
    private readonly run: AnswerRun,
    private readonly trainer: StepTrainer,
    private readonly decoder: GreedyDecoder,
  ) {
    this.course = new TrainingCourse(recipe, data.train.length);
    this.frozen = data.tuning.frozenValues();
    const all = Int32Array.from(data.train.keys());
    assertEachFits(student.name, all, recipe, this.activationsOf);
  }

  async whole(): Promise<AnswerFit> {
    const { course, recipe, run, data } = this;
    for (let epoch = 1; !course.isDone(this.step); epoch++) {
      for (const rows of this.batches(epoch)) {
        await this.takeStep(rows);
        run.onProgress?.(this.step / course.total, course.latestLoss);
        if (course.isDue(this.step)) await this.evaluate();
        if (course.isDone(this.step)) break;
      }
    }
    const kept = recipe.selection === "last" ? this.trainer.parameters : this.best!;
    const { chosenStep, curve } = course;
    return {
      answers: await this.said(kept, data.predict),
      curve,
      chosenStep,
      chosenEpoch: course.epochsAt(chosenStep),
    };
  }

  private batches(epoch: number): Int32Array[] {
    const { data, recipe, run } = this;
    const rows = Int32Array.from(data.train.keys());
    const lengthOf = recipe.groupByLength
      ? (row: number) => data.train[row]!.asked.length + data.train[row]!.taught.length
      : undefined;
    return epochBatches(rows, recipe.batchSize, { seed: run.seed, epoch, lengthOf });
  }

  private async takeStep(rows: Int32Array): Promise<void> {
    const { recipe, course, trainer, frozen, run, student } = this;
    run.signal?.throwIfAborted();
    const parts = stepParts(rows, recipe, this.activationsOf);
    const predicted = (some: Int32Array) =>
      some.reduce((sum, row) => sum + this.data.train[row]!.taught.length, 0);
    const share = parts.length / predicted(rows);
    const rate = learningRateAt(recipe, this.step, course.total);
    const batches = parts.map((part) => this.inputs(part, share));
    const { loss } = await trainer.step(batches, frozen, rate).catch((error: unknown) => {
      throw error instanceof NotFiniteError ? withNames(error, student.name, rows) : error;
    });
    this.step += 1;
    course.noteLoss(loss, predicted(rows));
  }

  /** With the logits of what is said, and their gradients. */
  private readonly activationsOf = (rows: Int32Array): number => {
    const { model, train } = this.data;
    const { config, layers } = model;
    const blocks = this.recipe.blocks ?? layers;
    const chosen = Array.from(rows, (row) => train[row]!);
    const lengths = chosen.map(({ asked, taught }) => asked.length + taught.length);
    const said = chosen.reduce((sum, { taught }) => sum + taught.length, 0);
    const perToken = (seq: number) => activationBytes(config, blocks, seq);
    return 8 * config.vocabSize * said + packedActivationBytes(lengths, buckets, perToken);
  };

  private inputs(rows: Int32Array, share: number): Arrays {
    const chosen = Array.from(rows, (row) => this.data.train[row]!);
    return generativeBatch(
      chosen.map(({ asked, taught }) => Int32Array.of(...asked, ...taught)),
      share,
      chosen.map(({ asked }) => asked.length),
    );
  }

  private async evaluate(): Promise<void> {
    const { student, recipe, course, trainer, data } = this;
    const said = await this.said(trainer.parameters, data.validation);
    const measured = {
      agreement: student.agreement(said),
      oracle: recipe.selection === "oracle" ? student.oracle?.(said) : undefined,
    };
    if (!course.noteEvaluation(this.step, measured) || recipe.selection === "last") return;
    this.best ??= trainer.parameters.like();
    this.best.data.set(trainer.parameters.data);
  }

  private async said(weights: Arena, asked: readonly Int32Array[]): Promise<readonly string[]> {
    const { model, tuning, speech } = this.data;
    const changed = tuning.changed(weights.arrays);
    const shapes = Object.entries(decoderShapes(model)).filter(([name]) => !(name in changed));
    const all = { ...model.weights(Object.fromEntries(shapes)), ...changed };
    const said = await this.decoder.say(all, asked, {
      ...sayingBy(speech, this.recipe.answerTokens),
      signal: this.run.signal,
    });
    return said.map(speech.heard);
  }
}
