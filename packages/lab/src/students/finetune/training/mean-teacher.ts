// A finetuned student's mean teacher: the moving average of all that it trains, and what that says
// of each part of a batch. It runs forward in a program of its own, so no gradient can flow into
// it. As in its source, it drops values where its student does, by draws of its own.

import type { Arena, Arrays, Executable, NdArray, Runtime, StepTrainer } from "@w2s/grad";
import { checkLoss, type LossMethod } from "../../../methods/losses.js";
import { scoreProgram } from "../program/program.js";
import type { FinetuneShape } from "../program/shape.js";
import { mix, teacherDecay } from "./average.js";
import type { Scorer } from "./scorer.js";

/** What a mean teacher is made for. */
export interface TeacherOptions {
  readonly shape: FinetuneShape;
  readonly trainer: StepTrainer;
  /** Where nothing is dropped, the program that it runs too. */
  readonly scorer: Scorer;
  readonly runtime: Runtime;
  readonly threads: number;
}

export class AveragedWeights {
  /** Its weights; at first those before training. */
  readonly weights: Arena;

  private constructor(
    private readonly decay: number,
    /** Whether it is evaluated, kept and scored in its student's place. */
    readonly scored: boolean,
    private readonly trained: Arena,
    /** Undefined where the loss does not ask what it says. */
    private readonly run: Executable["run"] | undefined,
    readonly release: () => Promise<void>,
  ) {
    this.weights = trained.like();
    this.weights.data.set(trained.data);
  }

  /** Undefined for a method that has none. */
  static async load(
    method: LossMethod,
    { shape, trainer, scorer, runtime, threads }: TeacherOptions,
  ): Promise<AveragedWeights | undefined> {
    if (!method.teacher) return undefined;
    const { decay, scored = false } = method.teacher;
    const isRead = checkLoss(method, shape.options).reads.has("teacher");
    const own =
      isRead && shape.dropout
        ? await runtime.load(scoreProgram(shape, true), { threads, planned: false })
        : undefined;
    return new AveragedWeights(
      decay,
      scored,
      trainer.parameters,
      isRead ? (feeds) => own?.run(feeds) ?? scorer.run(feeds) : undefined,
      async () => own?.release(),
    );
  }

  /** Takes the weights of a step (from 1) into its own. */
  follow(step: number): void {
    mix(this.weights.data, this.trained.data, teacherDecay(this.decay, step));
  }

  /** Its scores of texts, `[examples, 1, options]`, by the name that a step's program has. */
  async said(texts: Arrays, frozen: Arrays): Promise<{ readonly teacher?: NdArray }> {
    if (!this.run) return {};
    const { logits } = await this.run({ ...this.weights.arrays, ...frozen, ...texts });
    return { teacher: logits! };
  }
}
