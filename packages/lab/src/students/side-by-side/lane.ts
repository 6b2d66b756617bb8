// A thread that trains groups one after the other; a group like the one before finds its program loaded.

import { type Arrays, LoopTrainer, RuntimeThread, zerosArray } from "@w2s/grad";
import { methodHash } from "../../methods/index.js";
import type { FinetuneFit } from "../finetune/fit.js";
import { type FinetuneShape, headSignature } from "../finetune/program.js";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import { Scorer } from "../finetune/scorer.js";
import { blockTuning } from "../finetune/tuning.js";
import { Group } from "./group.js";
import { Member, type SideBySideStudent } from "./member.js";
import { type MethodGroup, sideBySideSpec } from "./program.js";

interface Loaded {
  /** The methods and how many students each has: all that tells groups of one pass apart. */
  readonly key: string;
  readonly trainer: LoopTrainer;
  readonly scorer: Scorer;
}

export class Lane {
  private readonly thread = new RuntimeThread();
  private loaded: Loaded | undefined;

  constructor(private readonly recipe: FinetuneRecipe) {}

  /** Trains students of one model and task together; fits come in their order. */
  async fit(
    students: readonly SideBySideStudent[],
    signal?: AbortSignal,
    onProgress?: (share: number) => void,
  ): Promise<FinetuneFit[]> {
    const methods = new Map(students.map((one) => [one, methodHash(one.student.method, one.data.options)]));
    const sorted = students.toSorted((a, b) => (methods.get(a)! < methods.get(b)! ? -1 : 1));
    const members = sorted.map((student) => new Member(student, this.recipe));
    const { model, task, options, tuning = blockTuning(model, this.recipe.blocks) } = students[0]!.data;
    const { architecture, width } = model;
    const { pooling } = this.recipe;
    const shape: FinetuneShape = { architecture, tuning, task, options, width, pooling };
    const { trainer, scorer } = await this.programs(shape, members, methodGroups(sorted));
    const head = headOfZeros(shape);
    const start = sorted.map(({ student, data }) => ({
      ...(data.tuning ?? blockTuning(data.model, this.recipe.blocks)).initial(),
      ...head,
      ...student.head,
    }));
    const group = new Group(members, this.recipe, { trainer, scorer, start, frozen: tuning.frozenValues() });
    await group.train(signal, onProgress);
    const fits = await group.fits(signal);
    return students.map((student) => fits[sorted.indexOf(student)]!);
  }

  private async programs(
    shape: FinetuneShape,
    members: readonly Member[],
    groups: readonly MethodGroup[],
  ): Promise<Loaded> {
    const key = JSON.stringify(groups.map(({ hash, students }) => [hash, students]));
    if (this.loaded?.key === key) return this.loaded;
    await this.release();
    const trainer = await LoopTrainer.load(this.thread, sideBySideSpec(shape, groups, this.recipe));
    const scorer = await Scorer.load(shape, members[0]!.examples, this.thread, 1);
    this.loaded = { key, trainer, scorer };
    return this.loaded;
  }

  private async release(): Promise<void> {
    await Promise.all([this.loaded?.trainer.release(), this.loaded?.scorer.release()]);
    this.loaded = undefined;
  }

  /** Ends the thread and what runs on it. */
  close(): Promise<void> {
    return this.thread.close();
  }
}

function methodGroups(sorted: readonly SideBySideStudent[]): MethodGroup[] {
  const groups = new Map<string, MethodGroup>();
  for (const { student, data } of sorted) {
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
