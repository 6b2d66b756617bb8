// Runs a method's program for one trial: it builds the steps that the program asks for. What is
// made of a handle is known only when the program has ended: a student that is asked for labels on
// the way must be asked about more rows than the last one.

import { InputError, InternalError } from "@w2s/base";
import { fitRows, joinedOnce, labelsFrom, Rows } from "../../labels/index.js";
import {
  type FitChoices,
  isLoss,
  type LossMethod,
  type Method,
  type MethodContext,
  methodHash,
  naive,
  type ProgramMethod,
  type RowSet,
  type TaughtStudent,
  type WeakLabels,
} from "../../methods/index.js";
import {
  learnFirst,
  modelFacts,
  probeOf,
  type StudentSpec,
  studentFrom,
  studentKind,
  UnsuitedStudent,
} from "../../students/index.js";
import { StudyError } from "../../study-error.js";
import type { TaskRoom } from "../task-room.js";
import { adjustmentFrom, listFrom, methodFrom } from "./given.js";
import { handleOf, LabelsHandle } from "./labels-handle.js";
import { Learner, learnerOf } from "./learner.js";
import { partsOf, rowsOf } from "./row-parts.js";
import { combinedLabels, combinedStudents, joined } from "./together.js";
import { type ProgramResult, type ProgramTrial, type Running, repeated } from "./trial.js";

/** More handles than this, and a program is taken to go on for ever. */
const mostHandles = 2000;

/**
 * @throws InputError for a program that fails, asks for what it may not see, or gives no student
 */
export function runProgram(trial: ProgramTrial, room: TaskRoom): ProgramResult {
  const run = new ProgramRun(trial, room);
  const labels = new LabelsHandle(run, () => trial.labels, trial.train, false, trial.teacher);
  const student = run.teach(trial.student, labels, trial.method, {});
  return run.resultOf(student);
}

class ProgramRun implements Running {
  private handles = 0;
  /** Students that labelled on the way, first one first. */
  private readonly links: Learner[] = [];

  constructor(
    readonly trial: ProgramTrial,
    readonly room: TaskRoom,
  ) {}

  resultOf(student: TaughtStudent): ProgramResult {
    const final = learnerOf(student, this, "the program's result");
    const taught = final.taught();
    const links = this.links
      .filter((link) => link !== final)
      .map((link) => ({ label: link.label, step: link.taught().step }));
    return { student: taught, links };
  }

  /** A student taught by a method, nested programs included. */
  teach(spec: StudentSpec, labels: LabelsHandle, by: Method, choices: FitChoices): Learner {
    if (isLoss(by)) return this.fitLearner(spec, labels, by, choices);
    const { head, selection, repeat = 0 } = choices;
    if (head) {
      throw this.refusal(`a head to start from needs a loss, got method "${by.name}"`);
    }
    const chosen = selection === undefined ? spec : selectedBy(spec, selection);
    const prepared = by.prepare(chosen, learnFirst);
    const context = this.context(prepared, labels, repeat);
    return learnerOf(learnt(by, context), this, `what "${by.name}" gives`);
  }

  private repeatOf({ repeat = 0 }: FitChoices): number {
    if (Number.isInteger(repeat) && repeat >= 0) return repeat;
    throw this.refusal(`"repeat" must be a whole number from 0, got ${repeat}`);
  }

  /** @throws InputError where answers are free: there are no options to have probabilities of */
  needsOptions(what: string): void {
    const { task } = this.room;
    if (!task.answers) return;
    throw this.refusal(
      `${what} needs probabilities of options, and task "${task.name}" asks for answers in ` +
        "words; use naive(), or bootstrapping(...)",
    );
  }

  private context(student: StudentSpec, labels: LabelsHandle, repeat: number): MethodContext {
    const { room, trial } = this;
    return {
      student,
      labels,
      parts: (count) => partsOf(labels.rows, count, trial.seed, this),
      fit: (spec, said, by = naive(), choices = {}) =>
        this.teach(
          studentFrom(spec, this.subject("fit(...)")),
          handleOf(said, this),
          methodFrom(by, this),
          { ...choices, repeat: within(repeat, this.repeatOf(choices)) },
        ),
      label: (taught, rows, as = "link") =>
        this.labelled(learnerOf(taught, this, "label"), labels, rows, as),
      adjust: (said, adjustment, sees = {}) =>
        handleOf(said, this).adjusted(adjustmentFrom(adjustment, this), sees, repeat),
      combine: (taught, how = "mean") => {
        this.needsOptions("combine(...)");
        return combinedStudents(
          listFrom(taught, "combine(...)", this).map((one) => learnerOf(one, this, "combine")),
          how,
          labels,
          this,
        );
      },
      combineLabels: (many, how = "mean") => {
        this.needsOptions("combineLabels(...)");
        return combinedLabels(
          listFrom(many, "combineLabels(...)", this).map((one) => handleOf(one, this)),
          how,
          labels,
          this,
        );
      },
      joinLabels: (many) => {
        this.needsOptions("joinLabels(...)");
        return joined(
          listFrom(many, "joinLabels(...)", this).map((one) => handleOf(one, this)),
          this,
        );
      },
      probeOf: (spec, recipe) => probeOf(studentFrom(spec, this.subject("probeOf(...)")), recipe),
      parameters: (spec) =>
        modelFacts(studentFrom(spec, this.subject("parameters(...)")), room).parameters,
    };
  }

  private fitLearner(
    spec: StudentSpec,
    labels: LabelsHandle,
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
      const rows = fitRows(labels.rows, validation, wanted);
      const request = {
        labels: labels.make(),
        rows,
        loss,
        seed: repeated(seed, repeat),
        teacher: labels.teacher,
        remarks: chosen.told === undefined ? undefined : remarks,
        head: head && learnerOf(head, this, "head").taught().step,
        ...room.seen(chosen, { rows, seed }),
        filtered: labels.filtered,
      };
      return kind.fit(chosen, request, room);
    });
  }

  /** Labels by a student that was taught on the way. */
  private labelled(
    taught: Learner,
    among: LabelsHandle,
    part: RowSet | undefined,
    as: "link" | "aside",
  ): WeakLabels {
    this.count();
    taught.speaks = true;
    if (as === "link" && !this.links.includes(taught)) this.links.push(taught);
    const rows = part === undefined ? among.rows : rowsOf(part, this.trial.train, this);
    const make = () => {
      const { step } = taught.taught();
      const { hardness, validation } = this.trial;
      return labelsFrom(this.room.graph, step, Rows.of(joinedOnce(rows, validation)), hardness);
    };
    return new LabelsHandle(this, make, rows, false, taught.label);
  }

  /** @throws InputError for a student that this loss cannot teach, or that would be told nothing */
  private check(spec: StudentSpec, loss: LossMethod): void {
    const { trial, room } = this;
    const kind = studentKind(spec);
    if (spec !== trial.student) kind.check(spec, room);
    const options = Math.max(room.task.options, 2);
    const isNaive = () => methodHash(loss, options) === methodHash(naive(), options);
    if (room.task.answers && !isNaive()) this.needsOptions(`the loss "${loss.name}"`);
    if (kind.learns !== "by loss" && !isNaive()) {
      throw new UnsuitedStudent(
        this.subject(`${spec.label} learns ${kind.learns}, by no loss; got method "${loss.name}"`),
      );
    }
    if (spec.told && !trial.remarks) {
      throw this.refusal(`${spec.label} is told labels, which only the study's own student can be`);
    }
  }

  /** @throws InputError for a program that builds without end */
  count(): void {
    this.handles++;
    if (this.handles <= mostHandles) return;
    throw this.refusal(`builds more than ${mostHandles} steps; does it loop?`);
  }

  refusal(text: string): InputError {
    return new InputError(this.subject(text));
  }

  private subject(of: string): string {
    return `method "${this.trial.method.name}": ${of}`;
  }
}

/** What a program gives. @throws InputError that says what it threw, with its cause */
function learnt({ name, learn }: ProgramMethod, context: MethodContext): TaughtStudent {
  try {
    return learn(context);
  } catch (cause) {
    if (cause instanceof InputError || cause instanceof InternalError) throw cause;
    if (cause instanceof StudyError) throw cause;
    throw new StudyError(`method "${name}": its program failed`, cause);
  }
}

/** A repeat within a repeat: none of both is none. */
const within = (outer: number, inner: number): number => outer * 101 + inner;

/** The student with another rule of selection. @throws InputError where its recipe has none */
function selectedBy(spec: StudentSpec, selection: NonNullable<FitChoices["selection"]>) {
  const kind = studentKind(spec);
  if (!("selection" in spec.recipe)) {
    throw new UnsuitedStudent(`${spec.label}: has no selection to change`);
  }
  return kind.withOption(spec, "selection", selection);
}
