// Runs a method's program for one trial: it builds the steps that the program asks for. What is
// made of a handle is known only when the program has ended: a student that is asked for labels on
// the way must be asked about more rows than the last one.

import { InputError, InternalError } from "@w2s/base";
import type { Step } from "../engine/index.js";
import {
  fitRows,
  type Hardness,
  joinedOnce,
  joinRows,
  type Labels,
  labelsFrom,
  Rows,
} from "../labels/index.js";
import {
  type Adjustment,
  type AdjustmentSees,
  adjustedKind,
  type Combination,
  combined,
  type FitChoices,
  IdentifiedAdjustment,
  isLoss,
  joinedLabels,
  type LossMethod,
  type Method,
  type MethodContext,
  methodHash,
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
  learnFirst,
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

/**
 * @throws InputError for a program that fails, asks for what it may not see, or gives no student
 */
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
    return this.run.adjust(this, surestOf(keep), {}, 0);
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
  /** Students that labelled on the way, first one first. */
  private readonly links: Learner[] = [];

  constructor(
    private readonly trial: ProgramTrial,
    private readonly room: TaskRoom,
  ) {}

  resultOf(student: TaughtStudent): ProgramResult {
    const final = this.learner(student, "the program's result");
    const taught = final.taught();
    const links = this.links
      .filter((link) => link !== final)
      .map((link) => ({ label: link.label, step: link.taught().step }));
    return { student: taught, links };
  }

  /** A student taught by a method, nested programs included. */
  teach(spec: StudentSpec, labels: Said, by: Method, choices: FitChoices): Learner {
    if (isLoss(by)) return this.fitLearner(spec, labels, by, choices);
    const { head, selection, repeat = 0 } = choices;
    if (head) {
      throw new InputError(
        `${this.trial.method.name}: a head to start from goes with a loss, got method "${by.name}"`,
      );
    }
    const chosen = selection === undefined ? spec : selectedBy(spec, selection);
    const prepared = by.prepare(chosen, learnFirst);
    const context = this.context(prepared, labels, repeat);
    return this.learner(learnt(by, context), `what "${by.name}" gives`);
  }

  private context(student: StudentSpec, labels: Said, repeat: number): MethodContext {
    const { room, trial } = this;
    return {
      student,
      labels,
      parts: (count) => partsOf(labels.rows, count, trial.seed, room, this.trial.method.name),
      fit: (spec, said, by = naive(), choices = {}) =>
        this.teach(spec, this.said(said), by, {
          ...choices,
          repeat: within(repeat, choices.repeat),
        }),
      label: (taught, rows, as = "link") =>
        this.labelled(this.learner(taught, "label"), labels, rows, as),
      adjust: (said, adjustment, sees = {}) =>
        this.adjust(this.said(said), adjustment, sees, repeat),
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
      joinLabels: (many) => this.joined(many.map((one) => this.said(one))),
      probeOf,
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
    this.check(chosen, loss);
    return new Learner(this, chosen.label, (speaks) => {
      const wanted = speaks ? room.asked(seed) : predict;
      const request = {
        labels: labels.make(),
        rows: fitRows(labels.rows, validation, wanted),
        loss,
        seed: repeated(seed, repeat),
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
  private labelled(
    taught: Learner,
    among: Said,
    part: RowSet | undefined,
    as: "link" | "aside",
  ): WeakLabels {
    this.count();
    taught.speaks = true;
    if (as === "link" && !this.links.includes(taught)) this.links.push(taught);
    const rows = part === undefined ? among.rows : this.rowsOf(part, this.trial.train);
    const make = () => {
      const { step } = taught.taught();
      const { hardness, validation } = this.trial;
      return labelsFrom(this.room.graph, step, Rows.of(joinedOnce(rows, validation)), hardness);
    };
    return new Said(this, make, rows, false, taught.label);
  }

  adjust(
    labels: Said,
    adjustment: Adjustment,
    { features, said = [] }: AdjustmentSees,
    repeat: number,
  ): WeakLabels {
    this.count();
    const { room, trial } = this;
    const others = said.map((one) => this.said(one));
    const make = () => {
      const source = features && studentKind(features).source(features);
      const { shape, options } = room.task;
      const value = {
        adjustment: new IdentifiedAdjustment(adjustment),
        rows: Rows.of(labels.rows),
        others: Rows.of(trial.validation),
        seed: repeated(trial.seed, repeat),
        texts: source && shape === "compare" ? options : undefined,
      };
      const inputs = {
        labels: labels.make(),
        features: source ? featuresOf(room, source) : undefined,
        said: others.map((one) => one.make()),
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
    const learns = how === "learned" || how === "adaboost";
    for (const one of taught) if (learns) one.speaks = true;
    const label = `${taught[0]!.label} and ${taught.length - 1} more`;
    const teach = (speaks: boolean): Taught => {
      const members = taught.map((one) => one.taught().step);
      const rows = Rows.of(speaks ? room.asked(trial.seed) : trial.predict);
      const on = Rows.of(how === "adaboost" ? labels.rows : trial.validation);
      const learned = { target: labels.make(), on };
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
      const rows = Rows.of(joinedOnce(first.rows, trial.validation));
      const learned = { target: labels.make(), on: Rows.of(trial.validation) };
      const members = many.map((one) => one.make());
      return combined(room.graph, members, rows, how, `labels of ${many.length}`, learned);
    };
    return new Said(this, make, first.rows, false, `${many.length} together`);
  }

  private joined(many: readonly Said[]): WeakLabels {
    this.count();
    const rows = joinRows(...many.map((one) => one.rows));
    if (many.length === 0 || new Set(rows).size < rows.length) {
      throw new InputError(
        `${this.trial.method.name}: joinLabels needs labels of disjoint rows, at least one`,
      );
    }
    const { room, trial } = this;
    const parts = many.map((one) => Rows.of(one.rows));
    const make = () =>
      joinedLabels(
        room.graph,
        many.map((one) => one.make()),
        parts,
        Rows.of(trial.validation),
      );
    const filtered = many.some((one) => one.filtered);
    return new Said(this, make, rows.toSorted(), filtered, `${many.length} in turn`);
  }

  /** @throws InputError for a student that this loss cannot teach, or that would be told nothing */
  private check(spec: StudentSpec, loss: LossMethod): void {
    const { trial, room } = this;
    const kind = studentKind(spec);
    if (spec !== trial.student) kind.check(spec, room);
    const { options } = room.task;
    const isNaive = () => methodHash(loss, options) === methodHash(naive(), options);
    if (kind.learns !== "by loss" && !isNaive()) {
      throw new InputError(
        `${trial.method.name}: ${spec.label} learns ${kind.learns}, by no loss; got method ` +
          `"${loss.name}"`,
      );
    }
    if (spec.told && !trial.remarks) {
      throw new InputError(
        `${trial.method.name}: ${spec.label} is told labels, which only the study's own student ` +
          "can be",
      );
    }
  }

  /** The rows of a part. @throws InputError where they are not all among `known` */
  rowsOf(part: RowSet, known: Int32Array): Int32Array {
    if (!(part instanceof RowPart) || part.room !== this.room) {
      throw new InputError(
        `${this.trial.method.name}: asks for labels of rows that it may not see; rows come from ` +
          "parts(...)",
      );
    }
    if (isWithin(part.rows, known)) return part.rows;
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

const contents = new WeakMap<Int32Array, ReadonlySet<number>>();
const subsets = new WeakMap<Int32Array, WeakSet<Int32Array>>();

/** Whether some rows are all among others; found out once for the same two lists. */
function isWithin(rows: Int32Array, known: Int32Array): boolean {
  const seen = subsets.get(known) ?? new WeakSet<Int32Array>();
  subsets.set(known, seen);
  if (rows === known || seen.has(rows)) return true;
  const all = contents.get(known) ?? new Set(known);
  contents.set(known, all);
  if (!rows.every((row) => all.has(row))) return false;
  seen.add(rows);
  return true;
}

/** A repeat within a repeat: none of both is none. */
const within = (outer: number, inner = 0): number => outer * 101 + inner;

const repeated = (seed: number, repeat: number): number => seed + repeat * 100_003;

/** The student with another rule of selection. @throws InputError where its recipe has none */
function selectedBy(spec: StudentSpec, selection: NonNullable<FitChoices["selection"]>) {
  const kind = studentKind(spec);
  if (!("selection" in spec.recipe)) {
    throw new InputError(`${spec.label}: has no selection to change`);
  }
  return kind.withOption(spec, "selection", selection);
}
