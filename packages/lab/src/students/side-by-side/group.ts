// The students of one loop: steps, evaluations on the validation labels, and the best weights of
// each.

import { type Arrays, type LoopTrainer, NotFiniteError } from "@w2s/grad";
import type { FinetuneFit } from "../finetune/fit.js";
import { learningRateAt } from "../finetune/rate.js";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import type { Scorer } from "../finetune/scorer.js";
import { shownRows } from "../finetune/training.js";
import { stepFeeds } from "./feeds.js";
import type { Member } from "./member.js";

/** Steps of one call: short enough to be interrupted between. */
const stepsACall = 16;

/** What a group trains and scores with. */
export interface GroupParts {
  readonly trainer: LoopTrainer;
  /** Of any examples. */
  readonly scorer: Scorer;
  /** Every member's parameters at the start. */
  readonly start: readonly Arrays[];
  readonly frozen: Arrays;
}

export class Group {
  private readonly perEpoch: number;
  private readonly total: number;

  constructor(
    private readonly members: readonly Member[],
    private readonly recipe: FinetuneRecipe,
    private readonly parts: GroupParts,
  ) {
    this.perEpoch = Math.ceil(members[0]!.given.data.train.length / recipe.batchSize);
    this.total = recipe.epochs * this.perEpoch;
  }

  /** Trains all members to the end. @throws NotFiniteError; the signal's reason when aborted */
  async train(signal?: AbortSignal, onProgress?: (share: number) => void): Promise<void> {
    const { trainer, start, frozen } = this.parts;
    let state = trainer.start(start);
    while (state.steps < this.total && !this.members.every(({ stopped }) => stopped)) {
      signal?.throwIfAborted();
      const to = this.callEnd(state.steps);
      const rates = Array.from({ length: to - state.steps }, (_, i) =>
        learningRateAt(this.recipe, state.steps + i, this.total),
      );
      const feeds = stepFeeds(this.members, state.steps, to, this.total);
      const done = await trainer.run(state, frozen, feeds, rates);
      this.note(state.steps, done.losses.data, done.norms.data);
      state = done.state;
      if (this.evaluationIsDue(to)) {
        for (const [m, member] of this.members.entries()) {
          if (!member.stopped)
            await this.evaluate(member, to, trainer.parametersOf(state, m), signal);
        }
      }
      onProgress?.(to / this.total);
    }
  }

  /**
   * Where a call must end: at an evaluation, and before and after the last, smaller batch of an
   * epoch.
   */
  private callEnd(step: number): number {
    const every = this.recipe.evaluateEvery ?? this.perEpoch;
    const evaluation = (Math.floor(step / every) + 1) * every;
    const epoch = (Math.floor(step / this.perEpoch) + 1) * this.perEpoch;
    const isEven = this.members[0]!.given.data.train.length % this.recipe.batchSize === 0;
    const even = isEven || step === epoch - 1 ? epoch : epoch - 1;
    return Math.min(step + stepsACall, evaluation, even, this.total);
  }

  private evaluationIsDue(step: number): boolean {
    return step % (this.recipe.evaluateEvery ?? this.perEpoch) === 0 || step === this.total;
  }

  private note(from: number, losses: Float32Array, norms: Float32Array): void {
    const count = this.members.length;
    losses.forEach((loss, i) => {
      const member = this.members[i % count]!;
      const step = from + Math.floor(i / count);
      const rows = member.batch(step);
      if (!member.stopped && !(Number.isFinite(loss) && Number.isFinite(norms[i]!))) {
        throw new NotFiniteError(
          `${member.given.student.name}: training: step ${step + 1} has loss ${loss} and ` +
            `gradient norm ${norms[i]}; try a ` +
            `smaller learning rate; its batch has examples ${shownRows(rows)}`,
        );
      }
      member.note(loss, rows.length);
    });
  }

  private async evaluate(
    member: Member,
    step: number,
    weights: Arrays,
    signal?: AbortSignal,
  ): Promise<void> {
    const said = await this.probabilities(member, member.given.data.validation, weights, signal);
    member.evaluate(step, said, weights);
  }

  private probabilities(
    { examples }: Member,
    rows: Int32Array,
    weights: Arrays,
    signal?: AbortSignal,
  ) {
    const { scorer, frozen } = this.parts;
    return scorer.of(examples).probabilities(rows, { ...weights, ...frozen }, signal);
  }

  /** What the members were when they were best. */
  async fits(signal?: AbortSignal): Promise<FinetuneFit[]> {
    const fits: FinetuneFit[] = [];
    for (const member of this.members) {
      const { weights, steps } = member.kept;
      fits.push({
        probabilities: await this.probabilities(member, member.given.data.predict, weights, signal),
        chosenEpoch: steps / this.perEpoch,
        curve: member.curve,
        weights,
      });
    }
    return fits;
  }
}
