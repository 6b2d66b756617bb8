// Runs a method's program for one trial: it builds the steps that the program asks for. What is
// made of a handle is known only when the program has ended: a student that is asked for labels on
// the way must be asked about more rows than the last one.

import { InputError, InternalError } from "@w2s/base";
import type { Step } from "../engine/index.js";
import {
  fitRows,
  type Hardness,
  joinRows,
  type Labels,
  labelsFrom,
  Rows,
} from "../labels/index.js";
import {
  type Adjustment,
  adjustedKind,
  type Combination,
  combined,
  type FitChoices,
  IdentifiedAdjustment,
  isLoss,
  type LossMethod,
  type Method,
  type MethodContext,
  naive,
  type ProgramMethod,
  type RowSet,
  surestOf,
  type TaughtStudent,
  type WeakLabels,
} from "../methods/index.js";
import { featuresOf } from "../reading/index.js";
import {
  type Fit,
  modelFacts,
  probeOf,
  type StudentSpec,
  studentKind,
  type Taught,
} from "../students/index.js";
import { partsOf, RowPart } from "./row-parts.js";
import type { TaskRoom } from "./task-room.js";

/** One trial, as far as a method may depend on it. */
export interface ProgramTrial {
  readonly student: StudentSpec;
  readonly method: Method;
  /** What the supervisor says of the rows that students read. */
  readonly labels: Step<Labels>;
  readonly hardness: Hardness;
  readonly teacher: string;
  readonly seed: number;
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Rows that the final student is asked about. */
  readonly predict: Int32Array;
  /** Hard labels of all rows that are read, for students that are told them. */
  readonly remarks: Step<Labels> | undefined;
}

/** What came of a program: its student, and those that labelled on the way. */
export interface ProgramResult {
  readonly student: Taught;
  readonly links: readonly { readonly label: string; readonly step: Step<Fit> }[];
}

/** More handles than this, and a program is taken to go on for ever. */
const mostHandles = 2000;

/** @throws InputError for a program that fails, asks for what it may not see, or gives no student */
export function runProgram(trial: ProgramTrial, room: TaskRoom): ProgramResult {
  const run = new ProgramRun(trial, room);
  const labels = new Said(run, () => trial.labels, trial.train, false, trial.teacher);
  const student = run.teach(trial.student, labels, trial.method, {});
  return run.resultOf(student);
}

/** Labels as a program holds them. */
class Said implements WeakLabels {
  constructor(
    readonly run: ProgramRun,
    readonly make: () => Step<Labels>,
    /** Rows that are labelled; of filtered labels, those that may be. */
    readonly rows: Int32Array,
    readonly filtered: boolean,
    readonly teacher: string,
  ) {}

  get count(): number {
    return this.rows.length;
  }

  on(part: RowSet): WeakLabels {
    const rows = this.run.rowsOf(part, this.rows);
    return new Said(this.run, this.make, rows, this.filtered, this.teacher);
  }

  surest(keep: number): WeakLabels {
    return this.run.adjust(this, surestOf(keep));
  }
}

/** A student that was taught, as a program holds it. */
class Learner implements TaughtStudent {
  private made: Taught | undefined;
  private asked = false;

  constructor(
    readonly run: ProgramRun,
    readonly label: string,
    private readonly teach: (speaks: boolean) => Taught,
    /** Students that it is made of, who must speak where it does. */
    private readonly members: readonly Learner[] = [],
  ) {}

  /** Whether it is asked for labels on the way. */
  get speaks(): boolean {
    return this.asked;
  }

  set speaks(speaks: boolean) {
    this.asked = speaks;
    for (const member of this.members) if (speaks) member.speaks = true;
  }

  /** Made once, when the program has ended. */
  taught(): Taught {
    this.made ??= this.teach(this.asked);
    return this.made;
  }
}

class ProgramRun {
  private handles = 0;
  private readonly speakers: Learner[] = [];

  constructor(
    private readonly trial: ProgramTrial,
    private readonly room: TaskRoom,
  ) {}

  resultOf(student: TaughtStudent): ProgramResult {
    const final = this.learner(student, "the program's result");
    const taught = final.taught();
    const links = this.speakers
      .filter((link) => link !== final)
      .map((link) => ({ label: link.label, step: link.taught().step }));
    return { student: taught, links };
  }

  /** A student taught by a method, nested programs included. */
  teach(spec: StudentSpec, labels: Said, by: Method, choices: FitChoices): Learner {
    if (isLoss(by)) return this.fitLearner(spec, labels, by, choices);
    if (Object.keys(choices).length > 0) {
      throw new InputError(
        `${this.trial.method.name}: choices of a fit go with a loss, got method "${by.name}"`,
      );
    }
    const prepared = by.prepare(spec);
    const context = this.context(prepared, labels);
    return this.learner(learnt(by, context), `method "${by.name}"`);
  }

  private context(student: StudentSpec, labels: Said): MethodContext {
    const { room, trial } = this;
    return {
      student,
      labels,
      parts: (count) => partsOf(labels.rows, count, trial.seed, room, this.trial.method.name),
      fit: (spec, said, by = naive(), choices = {}) =>
        this.teach(spec, this.said(said), by, choices),
      label: (taught, rows) => this.labelled(this.learner(taught, "label"), labels, rows),
      adjust: (said, adjustment, seenBy) => this.adjust(this.said(said), adjustment, seenBy),
      combine: (taught, how = "mean") =>
        this.combineLearners(
          taught.map((one) => this.learner(one, "combine")),
          how,
          labels,
        ),
      combineLabels: (many, how = "mean") =>
        this.combineSaid(
          many.map((one) => this.said(one)),
          how,
          labels,
        ),
      probeOf: (spec) => probeOf(spec),
      parameters: (spec) => modelFacts(spec, room).parameters,
    };
  }

  private fitLearner(
    spec: StudentSpec,
    labels: Said,
    loss: LossMethod,
    choices: FitChoices,
  ): Learner {
    this.count();
    const { seed, validation, predict, remarks } = this.trial;
    const { room } = this;
    const { head, selection, repeat = 0 } = choices;
    const chosen = selection === undefined ? spec : selectedBy(spec, selection);
    const kind = studentKind(chosen);
    return new Learner(this, spec.label, (speaks) => {
      const wanted = speaks ? room.asked(seed) : predict;
      const request = {
        labels: labels.make(),
        rows: fitRows(labels.rows, validation, wanted),
        loss,
        seed: seed + repeat * 100_003,
        teacher: labels.teacher,
        remarks: chosen.told === undefined ? undefined : remarks,
        head: head && this.learner(head, "head").taught().step,
        ...room.seen(chosen, seed),
        filtered: labels.filtered,
      };
      return kind.fit(chosen, request, room);
    });
  }

  /** Labels by a student that was taught on the way. */
  private labelled(taught: Learner, among: Said, part: RowSet | undefined): WeakLabels {
    this.count();
    taught.speaks = true;
    if (!this.speakers.includes(taught)) this.speakers.push(taught);
    const rows = part === undefined ? among.rows : this.rowsOf(part, this.trial.train);
    const make = () => {
      const { step } = taught.taught();
      const { hardness, validation } = this.trial;
      return labelsFrom(this.room.graph, step, new Rows(joinRows(rows, validation)), hardness);
    };
    return new Said(this, make, rows, false, taught.label);
  }

  adjust(labels: Said, adjustment: Adjustment, seenBy?: StudentSpec): WeakLabels {
    this.count();
    const { room, trial } = this;
    const make = () => {
      const source = seenBy && studentKind(seenBy).source(seenBy);
      const value = {
        adjustment: new IdentifiedAdjustment(adjustment),
        rows: new Rows(labels.rows),
        others: new Rows(trial.validation),
        seed: trial.seed,
      };
      const inputs = {
        labels: labels.make(),
        features: source ? featuresOf(room, source) : undefined,
      };
      const label = `${adjustment.name} of ${labels.teacher}'s labels on ${room.task.name}`;
      return room.graph.step(adjustedKind, value, inputs, label);
    };
    const filtered = labels.filtered || adjustment.filters;
    return new Said(this, make, labels.rows, filtered, labels.teacher);
  }

  private combineLearners(
    taught: readonly Learner[],
    how: Combination,
    labels: Said,
  ): TaughtStudent {
    this.count();
    if (taught.length === 0) throw new InputError("combine: needs at least one student");
    const { room, trial } = this;
    for (const one of taught) if (how === "learned") one.speaks = true;
    const label = `${taught[0]!.label} and ${taught.length - 1} more`;
    const teach = (speaks: boolean): Taught => {
      const members = taught.map((one) => one.taught().step);
      const rows = new Rows(speaks ? room.asked(trial.seed) : trial.predict);
      const learned = { target: labels.make(), on: new Rows(trial.validation) };
      const step = combined(room.graph, members, rows, how, label, learned);
      return { step, trained: null };
    };
    return new Learner(this, label, teach, taught);
  }

  private combineSaid(many: readonly Said[], how: Combination, labels: Said): WeakLabels {
    this.count();
    const [first] = many;
    if (!first) throw new InputError("combineLabels: needs labels of at least one");
    if (many.some(({ filtered }) => filtered)) {
      throw new InputError("combineLabels: labels that were filtered have no common rows");
    }
    if (many.some(({ rows }) => !sameRows(rows, first.rows))) {
      throw new InputError("combineLabels: needs labels of the same rows");
    }
    const { room, trial } = this;
    const make = () => {
      const rows = new Rows(joinRows(first.rows, trial.validation));
      const learned = { target: labels.make(), on: new Rows(trial.validation) };
      const members = many.map((one) => one.make());
      return combined(room.graph, members, rows, how, `labels of ${many.length}`, learned);
    };
    return new Said(this, make, first.rows, false, `${many.length} together`);
  }

  /** The rows of a part. @throws InputError where they are not all among `known` */
  rowsOf(part: RowSet, known: Int32Array): Int32Array {
    if (!(part instanceof RowPart) || part.room !== this.room) {
      throw new InputError(
        `${this.trial.method.name}: asks for labels of rows that it may not see; rows come from ` +
          "parts(...)",
      );
    }
    const all = new Set(known);
    if (part.rows.every((row) => all.has(row))) return part.rows;
    throw new InputError(
      `${this.trial.method.name}: asks for labels of rows that have none; take parts of the same ` +
        "labels",
    );
  }

  private said(labels: WeakLabels): Said {
    if (labels instanceof Said && labels.run === this) return labels;
    throw new InputError(`${this.trial.method.name}: labels must be those that it was given`);
  }

  private learner(taught: unknown, where: string): Learner {
    if (taught instanceof Learner && taught.run === this) return taught;
    throw new InputError(
      `method "${this.trial.method.name}": ${where} must be a student that fit(...) gave, got ` +
        `${taught === undefined ? "nothing" : typeof taught}`,
    );
  }

  /** @throws InputError for a program that builds without end */
  private count(): void {
    this.handles++;
    if (this.handles <= mostHandles) return;
    throw new InputError(
      `method "${this.trial.method.name}": builds more than ${mostHandles} steps; does it loop?`,
    );
  }
}

/** What a program gives. @throws InputError that says what it threw, with its cause */
function learnt({ name, learn }: ProgramMethod, context: MethodContext): TaughtStudent {
  try {
    return learn(context);
  } catch (cause) {
    if (cause instanceof InputError || cause instanceof InternalError) throw cause;
    const message = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
    throw new InputError(`method "${name}": its program failed: ${message}`, { cause });
  }
}

function sameRows(some: Int32Array, others: Int32Array): boolean {
  const known = new Set(others);
  return some.length === others.length && some.every((row) => known.has(row));
}

/** The student with another rule of selection. @throws InputError where its recipe has none */
function selectedBy(spec: StudentSpec, selection: NonNullable<FitChoices["selection"]>) {
  const kind = studentKind(spec);
  if (!("selection" in spec.recipe)) {
    throw new InputError(`${spec.label}: has no selection to change`);
  }
  return kind.withOption(spec, "selection", selection);
}
