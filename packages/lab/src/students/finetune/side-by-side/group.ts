// The students of one loop: steps, evaluations on the validation labels, and the best weights of
// each.

import type { Arrays, LoopTrainer } from "@w2s/grad";
import { mean } from "../../../measures/index.js";
import type { TrainingCourse } from "../../course/course.js";
import { notFinite } from "../../course/not-finite.js";
import type { FinetuneRecipe } from "../recipe.js";
import type { FinetuneFit } from "../training/fit.js";
import { learningRateAt } from "../training/rate.js";
import type { Scorer } from "../training/scorer.js";
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
  /** All members' courses have their evaluations at the same steps. */
  private readonly course: TrainingCourse;

  constructor(
    private readonly members: readonly Member[],
    private readonly recipe: FinetuneRecipe,
    private readonly parts: GroupParts,
  ) {
    this.course = members[0]!.course;
  }

  /** Trains all members to the end. @throws NotFiniteError; the signal's reason when aborted */
  async train(
    signal?: AbortSignal,
    onProgress?: (share: number, loss?: number) => void,
  ): Promise<void> {
    const { trainer, start, frozen } = this.parts;
    const { total } = this.course;
    let state = trainer.start(start);
    while (state.steps < total && !this.members.every(({ stopped }) => stopped)) {
      signal?.throwIfAborted();
      const to = this.callEnd(state.steps);
      const rates = Array.from({ length: to - state.steps }, (_, i) =>
        learningRateAt(this.recipe, state.steps + i, total),
      );
      const feeds = stepFeeds(this.members, state.steps, to, total);
      const done = await trainer.run(state, frozen, feeds, rates);
      this.note(state.steps, done.losses.data, done.norms.data);
      state = done.state;
      for (const [m, member] of this.members.entries()) {
        if (!member.stopped && member.course.isDue(to))
          await this.evaluate(member, to, trainer.parametersOf(state, m), signal);
      }
      onProgress?.(to / total, this.latestLoss());
    }
  }

  /** Mean over the members that still train. */
  private latestLoss(): number | undefined {
    const losses = this.members.flatMap(({ stopped, course: { latestLoss } }) =>
      stopped || latestLoss === undefined ? [] : [latestLoss],
    );
    return losses.length === 0 ? undefined : mean(losses);
  }

  /**
   * Where a call must end: at an evaluation, and before and after the last, smaller batch of an
   * epoch.
   */
  private callEnd(step: number): number {
    const { perEpoch } = this.course;
    const epoch = this.course.epochOf(step) * perEpoch;
    const isEven = this.members[0]!.given.data.train.length % this.recipe.batchSize === 0;
    const even = isEven || step === epoch - 1 ? epoch : epoch - 1;
    return Math.min(step + stepsACall, this.course.evaluationAfter(step), even);
  }

  private note(from: number, losses: Float32Array, norms: Float32Array): void {
    const count = this.members.length;
    losses.forEach((loss, i) => {
      const member = this.members[i % count]!;
      if (member.stopped) return;
      const step = from + Math.floor(i / count);
      const rows = member.batch(step);
      const norm = norms[i]!;
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        throw notFinite({ name: member.given.student.name, step: step + 1, loss, norm, rows });
      }
      member.noteLoss(loss, rows.length);
    });
  }

  private async evaluate(
    member: Member,
    step: number,
    weights: Arrays,
    signal?: AbortSignal,
  ): Promise<void> {
    const { validation, watch } = member.given.data;
    const said = await this.said(member, validation, weights, signal);
    const seen = watch && (await this.said(member, watch, weights, signal));
    member.evaluate(step, said.probabilities, seen?.probabilities, weights);
  }

  private said({ examples }: Member, rows: Int32Array, weights: Arrays, signal?: AbortSignal) {
    const { scorer, frozen } = this.parts;
    return scorer.of(examples).said(rows, { ...weights, ...frozen }, signal);
  }

  /** What every member's students were when they were best. */
  async fits(signal?: AbortSignal): Promise<FinetuneFit[]> {
    const fits: FinetuneFit[] = [];
    for (const member of this.members) {
      const { predict } = member.given.data;
      for (const { kept, course, watched } of member.keepers) {
        fits.push({
          ...(await this.said(member, predict, kept, signal)),
          chosenEpoch: course.epochsAt(course.chosenStep),
          chosenStep: course.chosenStep,
          curve: course.curve,
          watched: watched?.array,
          weights: kept,
        });
      }
    }
    return fits;
  }
}
