// Finetuning several students of one small model side by side: their steps run inside a loop of the runtime, and groups of them on threads
// of their own. A student ends where `finetuneStudent` takes it alone, up to float rounding.

import { type Arrays, LoopTrainer, NotFiniteError, type Runtime, RuntimeThread, zerosArray } from "@w2s/grad";
import { methodHash } from "../../methods/index.js";
import type { FinetuneFit } from "../finetune/fit.js";
import { type FinetuneShape, headSignature } from "../finetune/program.js";
import { learningRateAt } from "../finetune/rate.js";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import { Scorer } from "../finetune/scorer.js";
import { shownRows } from "../finetune/training.js";
import { blockTuning } from "../finetune/tuning.js";
import { stepFeeds } from "./feeds.js";
import { Member, type SideBySideStudent } from "./member.js";
import { type MethodGroup, sideBySideSpec } from "./program.js";

export interface SideBySideRun {
  /** Groups that run at the same time, each on a thread of its own; default 2. */
  readonly threads?: number;
  /** Most students of a group; default 4. */
  readonly most?: number;
  readonly signal?: AbortSignal;
  /** Called after some steps with the share of all training done. */
  readonly onProgress?: (share: number) => void;
}

/** Steps of one call: short enough to be interrupted between. */
const stepsACall = 16;

/**
 * Finetunes students of one model, task and recipe, with as many training examples each; fits come in their order. The recipe has no
 * averages, no accumulation and no grouping by length (`whyNotSideBySide`).
 * @throws NotFiniteError when a loss is not finite, naming the student, the step and its examples; the signal's reason when aborted.
 */
export async function finetuneSideBySide(
  students: readonly SideBySideStudent[],
  recipe: FinetuneRecipe,
  { threads = 2, most = 4, signal, onProgress }: SideBySideRun = {},
): Promise<FinetuneFit[]> {
  const groups = groupsOf(students, threads, most);
  const done = new Map<SideBySideStudent, FinetuneFit>();
  const shares = groups.map(() => 0);
  const waiting = [...groups.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [number, group] = next;
      const fits = await fitGroup(group, recipe, signal, (share) => {
        shares[number] = share * group.length;
        onProgress?.(shares.reduce((sum, one) => sum + one) / students.length);
      });
      group.forEach((student, i) => {
        done.set(student, fits[i]!);
      });
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return students.map((student) => done.get(student)!);
}

/** Equal shares: a multiple of `threads` groups where there are students enough, none larger than `most`; methods next to each other. */
function groupsOf(
  students: readonly SideBySideStudent[],
  threads: number,
  most: number,
): SideBySideStudent[][] {
  const rounds = Math.ceil(students.length / (threads * most));
  const count = Math.min(rounds * threads, students.length);
  const bound = (i: number) => Math.round((i * students.length) / count);
  return Array.from({ length: count }, (_, i) => {
    const group = students.slice(bound(i), bound(i + 1));
    const keys = new Map(group.map((one) => [one, methodHash(one.student.method, one.data.options)]));
    return group.sort((a, b) => keys.get(a)!.localeCompare(keys.get(b)!));
  });
}

function methodGroups(students: readonly SideBySideStudent[]): MethodGroup[] {
  const groups = new Map<string, MethodGroup>();
  for (const { student, data } of students) {
    const key = methodHash(student.method, data.options);
    const known = groups.get(key)?.students ?? 0;
    groups.set(key, { method: student.method, students: known + 1 });
  }
  return [...groups.values()];
}

async function fitGroup(
  students: readonly SideBySideStudent[],
  recipe: FinetuneRecipe,
  signal: AbortSignal | undefined,
  onProgress: (share: number) => void,
): Promise<FinetuneFit[]> {
  signal?.throwIfAborted();
  const thread = new RuntimeThread();
  try {
    const training = await Group.load(students, recipe, thread);
    await training.train(signal, onProgress);
    return await training.fits(signal);
  } finally {
    await thread.close();
  }
}

/** The students of one loop. */
class Group {
  private readonly perEpoch: number;
  private readonly total: number;

  private constructor(
    private readonly members: readonly Member[],
    private readonly recipe: FinetuneRecipe,
    private readonly trainer: LoopTrainer,
    private readonly scorers: readonly Scorer[],
    private readonly start: readonly Arrays[],
    private readonly frozen: Arrays,
  ) {
    this.perEpoch = Math.ceil(members[0]!.given.data.train.length / recipe.batchSize);
    this.total = recipe.epochs * this.perEpoch;
  }

  static async load(
    students: readonly SideBySideStudent[],
    recipe: FinetuneRecipe,
    runtime: Runtime,
  ): Promise<Group> {
    const { model, task, options, tuning = blockTuning(model, recipe.blocks) } = students[0]!.data;
    const { architecture, width } = model;
    const shape: FinetuneShape = { architecture, tuning, task, options, width, pooling: recipe.pooling };
    const members = students.map((student) => new Member(student, recipe));
    const trainer = await LoopTrainer.load(runtime, sideBySideSpec(shape, methodGroups(students), recipe));
    const scorer = await Scorer.load(shape, members[0]!.examples, runtime, 1);
    const head = Object.entries(headSignature(shape)).map(
      ([name, { shape }]) => [name, zerosArray("float32", shape as readonly number[])] as const,
    );
    const initial = { ...tuning.initial(), ...Object.fromEntries(head) };
    return new Group(
      members,
      recipe,
      trainer,
      members.map(({ examples }) => scorer.of(examples)),
      students.map(({ student }) => ({ ...initial, ...student.head })),
      tuning.frozenValues(),
    );
  }

  async train(signal: AbortSignal | undefined, onProgress: (share: number) => void): Promise<void> {
    let state = this.trainer.start(this.start);
    while (state.steps < this.total && !this.members.every(({ stopped }) => stopped)) {
      signal?.throwIfAborted();
      const to = this.callEnd(state.steps);
      const rates = Array.from({ length: to - state.steps }, (_, i) =>
        learningRateAt(this.recipe, state.steps + i, this.total),
      );
      const feeds = stepFeeds(this.members, state.steps, to, this.total);
      const done = await this.trainer.run(state, this.frozen, feeds, rates);
      this.note(state.steps, done.losses.data, done.norms.data);
      state = done.state;
      if (this.evaluationIsDue(to)) {
        for (const [m, member] of this.members.entries()) {
          if (member.stopped) continue;
          const weights = this.trainer.parametersOf(state, m);
          const said = await this.probabilities(m, member.given.data.validation, weights, signal);
          member.evaluate(to, said, () => weights);
        }
      }
      onProgress(to / this.total);
    }
  }

  /** Where a call must end: at an evaluation, and before and after the last, smaller batch of an epoch. */
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
          `${member.given.student.name}: training: step ${step + 1} has loss ${loss} and gradient norm ${norms[i]}; try a ` +
            `smaller learning rate; its batch has examples ${shownRows(rows)}`,
        );
      }
      member.note(loss, rows.length);
    });
  }

  private probabilities(m: number, rows: Int32Array, weights: Arrays, signal: AbortSignal | undefined) {
    return this.scorers[m]!.probabilities(rows, { ...weights, ...this.frozen }, signal);
  }

  async fits(signal: AbortSignal | undefined): Promise<FinetuneFit[]> {
    const fits: FinetuneFit[] = [];
    for (const [m, member] of this.members.entries()) {
      const { weights, steps } = member.kept;
      fits.push({
        probabilities: await this.probabilities(m, member.given.data.predict, weights, signal),
        chosenEpoch: steps / this.perEpoch,
        curve: member.curve,
        weights,
      });
    }
    return fits;
  }
}
