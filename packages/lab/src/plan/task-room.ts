// One task while a study is planned: its texts, its rows under each seed, its models, and what
// supervisors say in it. The only holder of its ground truth.

import { InputError } from "@w2s/base";
import type { Model } from "@w2s/models";
import type { Graph, Step } from "../engine/index.js";
import { joinRows, type Labels, Rows, truthLabels } from "../labels/index.js";
import { naive } from "../methods/index.js";
import { once } from "../once.js";
import { type ModelFeatures, type TaskFacts, Texts } from "../reading/index.js";
import {
  type FitRequest,
  type StudentSpec,
  studentKind,
  type Taught,
  type Trained,
} from "../students/index.js";
import {
  type Changed,
  type PosedRoom,
  type SeedRows,
  type SupervisorBase,
  type SupervisorRoom,
  supervisorKind,
  type TaughtBy,
  type View,
} from "../supervisors/index.js";
import { type Apart, apartOf, type Example, type TaskExamples } from "../tasks/index.js";
import { changedRoom, heldRoom } from "./changed-room.js";
import type { OpenModels } from "./models.js";
import { type Posing, posing } from "./posing.js";
import { seedRows, truthOf } from "./truth.js";

/** What supervisors learn by; one, so that its loss is traced once a study. */
const supervised = naive();

export class TaskRoom implements SupervisorRoom {
  readonly task: TaskFacts;
  readonly texts: Texts;
  readonly truth: Int32Array;
  readonly examples: readonly Example[];
  /** Every example's id. */
  readonly ids: readonly string[];
  private readonly bySeed = new Map<number, SeedRows>();
  private readonly askedBySeed = new Map<number, Int32Array>();
  private readonly taughtBySeed = new Map<number, Rows>();
  private readonly trained = new Map<string, Trained | null>();
  /** The right answers, where they are free. */
  private readonly rightAnswers: readonly string[] | undefined;
  private held: SupervisorRoom | undefined;
  private readonly posedBy = new Map<string, PosedRoom>();
  private readonly said = new Map<SupervisorBase, Map<number, Step<Labels>>>();

  constructor(
    private readonly source: TaskExamples,
    readonly graph: Graph,
    private readonly models: OpenModels,
    readonly baseDir: string,
    /** Where its examples are those of another room, posed as other texts. */
    private readonly posedFrom?: Posing,
  ) {
    const { name, shape, options, optionNames, optionValues, answers, examples } = source;
    this.task = { name, shape, options, optionNames, optionValues, answers };
    this.examples = examples;
    this.ids = examples.map(({ id }) => id);
    this.truth = truthOf(source);
    this.rightAnswers = answers && examples.map(({ right }) => right![0]!);
    this.texts = new Texts(examples.flatMap(({ inputs }) => inputs));
  }

  model(source: ModelFeatures): Model {
    return this.models.get(source);
  }

  rows(seed: number): SeedRows {
    const { source, posedFrom } = this;
    return once(this.bySeed, seed, () => posedFrom?.splits(seed) ?? seedRows(source, seed));
  }

  parts(seed: number): readonly Int32Array[] {
    const { transfer, validation, test } = this.rows(seed);
    return [transfer, validation, test];
  }

  asked(seed: number): Int32Array {
    return once(this.askedBySeed, seed, () => joinRows(...this.parts(seed)));
  }

  withHeld(): SupervisorRoom {
    this.held ??= heldRoom(this);
    return this.held;
  }

  apart(row: number): Apart | undefined {
    return this.posedFrom ? this.posedFrom.all[row]!.apart?.() : apartOf(this.examples[row]!);
  }

  added(row: number): readonly string[] {
    if (this.posedFrom) return this.posedFrom.all[row]!.added;
    return this.examples[row]!.inputs.map(() => "");
  }

  posed(view: View): PosedRoom {
    const known = this.posedBy.get(view.key);
    if (known) return known;
    const { source, graph, models, baseDir } = this;
    const from = posing(source, view, (seed) => this.rows(seed));
    const room = new TaskRoom(from.source, graph, models, baseDir, from);
    const made = { room, poses: from.poses };
    this.posedBy.set(view.key, made);
    return made;
  }

  changed(change: Changed): SupervisorRoom {
    return changedRoom(this, change);
  }

  /** Rows that a student reads labels of: transfer and validation. */
  taughtRows(seed: number): Rows {
    const { transfer, validation } = this.rows(seed);
    return once(this.taughtBySeed, seed, () => new Rows(joinRows(transfer, validation)));
  }

  truthOn(rows: Int32Array): Step<Labels> {
    const truth = { truth: this.truth, answers: this.rightAnswers };
    return truthLabels(this.graph, truth, new Rows(rows), this.task.options);
  }

  fit(student: StudentSpec, taughtBy: TaughtBy): Step<Labels> {
    studentKind(student).check(student, this);
    const request = { ...taughtBy, loss: supervised, ...this.seen(student, taughtBy) };
    const { step, trained } = studentKind(student).fit(student, request, this);
    this.trained.set(step.name, trained);
    return step;
  }

  /**
   * What a training is shown besides labels: test rows to be watched on, which no selection sees,
   * ground truth of its validation where its recipe selects by an oracle, and the model that it
   * continues.
   */
  seen(
    student: StudentSpec,
    { rows, seed }: Pick<FitRequest, "rows" | "seed">,
  ): Pick<FitRequest, "oracle" | "watch" | "begun"> {
    const asksOracle = "selection" in student.recipe && student.recipe.selection === "oracle";
    return {
      // Nobody looks at how a training went on texts that are posed.
      watch: this.posedFrom ? undefined : this.rows(seed).test,
      oracle: asksOracle ? this.truthOn(rows.validation) : undefined,
      begun: student.begun && this.trainedModel(student.begun, seed),
    };
  }

  /** @throws InputError for a supervisor that is no trained model, in the name of `continued` */
  private trainedModel(supervisor: SupervisorBase, seed: number): Taught {
    const step = this.say(supervisor, seed);
    const trained = this.trainedBehind(step);
    if (trained?.model) return { step, trained };
    throw new InputError(
      `continued: ${supervisor.label} has no trained model of its own; continue from ` +
        "finetune(...), lora(...), or one that was taught",
    );
  }

  /** The trained model behind a step that `fit` made; null where there is none. */
  trainedBehind({ name }: Step<Labels>): Trained | null {
    return this.trained.get(name) ?? null;
  }

  say(supervisor: SupervisorBase, seed: number): Step<Labels> {
    const bySeed = once(this.said, supervisor, () => new Map<number, Step<Labels>>());
    const known = bySeed.get(seed);
    if (known) return known;
    const step = supervisorKind(supervisor).say(supervisor, seed, this);
    bySeed.set(seed, step);
    return step;
  }
}
