// A thread that trains groups one after the other; a group like the one before finds its program
// loaded.

import {
  type Arrays,
  type ClosableRuntime,
  type LoopSpec,
  LoopTrainer,
  zerosArray,
} from "@w2s/grad";
import { methodHash } from "../../../methods/losses.js";
import { once } from "../../../once.js";
import { headSignature } from "../program/program.js";
import type { FinetuneShape } from "../program/shape.js";
import { blockTuning } from "../program/tuning.js";
import type { FinetuneRecipe } from "../recipe.js";
import type { FinetuneFit } from "../training/fit.js";
import { Scorer } from "../training/scorer.js";
import { Group } from "./group.js";
import { Member, type SideBySideStudent } from "./member.js";
import { type MethodGroup, sideBySideSpec } from "./program.js";

/**
 * What loops of one recipe and shape train, by methods and students: threads that run the same loop
 * share one compiled program.
 */
export class SpecCache {
  private readonly specs = new Map<string, LoopSpec>();

  constructor(private readonly recipe: FinetuneRecipe) {}

  spec(key: string, shape: FinetuneShape, groups: readonly MethodGroup[]): LoopSpec {
    return once(this.specs, key, () => sideBySideSpec(shape, groups, this.recipe));
  }
}

export class TrainingLane {
  private loop: { readonly key: string; readonly trainer: LoopTrainer } | undefined;
  private scorer: Promise<Scorer> | undefined;

  constructor(
    private readonly recipe: FinetuneRecipe,
    private readonly specs: SpecCache,
    private readonly thread: ClosableRuntime,
  ) {}

  /**
   * Trains students of one model and kind of task together, those of one method next to each other,
   * each inner list in one training; fits come in their order.
   */
  async fit(
    trainings: readonly (readonly SideBySideStudent[])[],
    signal?: AbortSignal,
    onProgress?: (share: number, loss?: number) => void,
  ): Promise<FinetuneFit[]> {
    const members = trainings.map((students) => new Member(students, this.recipe));
    const students = members.map(({ given }) => given);
    const {
      model,
      shape,
      options,
      tuning = blockTuning(model, this.recipe.blocks),
    } = students[0]!.data;
    const { architecture, width } = model;
    const { pooling } = this.recipe;
    const program: FinetuneShape = { architecture, tuning, shape, options, width, pooling };
    this.scorer ??= Scorer.load(program, members[0]!.examples, this.thread, 1);
    // While the thread loads one program, the other one is traced.
    const [scorer, trainer] = await Promise.all([
      this.scorer,
      this.trainer(program, methodGroups(students)),
    ]);
    const head = headOfZeros(program);
    const start = students.map(({ student, data }) => ({
      ...(data.tuning ?? blockTuning(data.model, this.recipe.blocks)).initial(),
      ...head,
      ...student.head,
    }));
    const group = new Group(members, this.recipe, {
      trainer,
      scorer,
      start,
      frozen: tuning.frozenValues(),
    });
    await group.train(signal, onProgress);
    return group.fits(signal);
  }

  private async trainer(
    shape: FinetuneShape,
    groups: readonly MethodGroup[],
  ): Promise<LoopTrainer> {
    const key = JSON.stringify(groups.map(({ hash, students }) => [hash, students]));
    if (this.loop?.key === key) return this.loop.trainer;
    await this.loop?.trainer.release();
    const trainer = await LoopTrainer.load(this.thread, this.specs.spec(key, shape, groups));
    this.loop = { key, trainer };
    return trainer;
  }

  /** Ends the thread and what runs on it. */
  close(): Promise<void> {
    return this.thread.close();
  }
}

function methodGroups(students: readonly SideBySideStudent[]): MethodGroup[] {
  const groups = new Map<string, MethodGroup>();
  for (const { student, data } of students) {
    const hash = methodHash(student.method, data.options);
    const before = groups.get(hash)?.students ?? 0;
    groups.set(hash, { hash, method: student.method, students: before + 1 });
  }
  return [...groups.values()];
}

function headOfZeros(shape: FinetuneShape): Arrays {
  return Object.fromEntries(
    Object.entries(headSignature(shape)).map(([name, { shape }]) => [
      name,
      zerosArray("float32", shape as readonly number[]),
    ]),
  );
}
