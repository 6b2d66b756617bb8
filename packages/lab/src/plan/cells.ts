// The cells of one task: every supervisor, every student that it teaches, every kind of labels and
// every method, each with its ceiling and its arms under every seed.

import { InputError } from "@w2s/base";
import type { Step } from "../engine/index.js";
import { fitRows, type Labels, labelsFrom, Rows } from "../labels/index.js";
import type { ArmName } from "../measures/index.js";
import { isLoss, type Method, naive } from "../methods/index.js";
import { once } from "../once.js";
import { checkTold } from "../reading/index.js";
import {
  type FitRequest,
  learnFirst,
  modelFacts,
  type SaidElsewhere,
  type StudentSpec,
  studentKind,
  type Taught,
  type Whose,
} from "../students/index.js";
import { type SupervisorSpec, supervisorFacts, supervisorNotes } from "../supervisors/index.js";
import { armsOf, armsRead, type PlannedArm } from "./arms.js";
import type { Cell, Trial } from "./cell.js";
import { scoreOf } from "./cell-score.js";
import { Wanted } from "./only.js";
import { overlapOf } from "./overlap-step.js";
import type { Grid } from "./planned-study.js";
import { runProgram } from "./program/run.js";
import type { ProgramResult } from "./program/trial.js";
import { OwnMeasures, type Scored } from "./score-step.js";
import type { TaskRoom } from "./task-room.js";
import { type SeedTruths, seedTruthsOf, type TestSplit, testSplitOf } from "./test-split.js";
import { type Way, type Ways, waysOf } from "./ways.js";

/** The cells of a task. */
export class Cells {
  private readonly test: TestSplit;
  private readonly taughtTruth: SeedTruths;
  private readonly measures: OwnMeasures | undefined;
  private readonly ceilings = new Map<string, Taught>();
  private readonly known = new Map<StudentSpec, Ways>();

  constructor(
    private readonly grid: Grid,
    private readonly seeds: readonly number[],
    private readonly room: TaskRoom,
    /** What students that were trained elsewhere say. */
    private readonly elsewhere: ReadonlyMap<StudentSpec, SaidElsewhere> = new Map(),
    private readonly wanted: Wanted = new Wanted(),
  ) {
    this.test = testSplitOf(room, seeds[0]!);
    this.taughtTruth = seedTruthsOf(room, seeds);
    if (room.task.answers && grid.metric === "auroc") {
      throw new InputError(
        `task "${room.task.name}": answers in words are right or wrong and rank nothing; use ` +
          'metric "accuracy"',
      );
    }
    if (room.task.options !== 2 && grid.metric === "auroc") {
      throw new InputError(
        `task "${room.task.name}": has ${room.task.options} options, and auroc is of two; use ` +
          'metric "accuracy"',
      );
    }
    this.measures = grid.measures.length > 0 ? new OwnMeasures(grid.measures) : undefined;
  }

  /** @throws InputError for what a student, supervisor or method cannot do with this task */
  all(): Cell[] {
    return this.where((_, { name }) => this.wanted.has("method", name));
  }

  /** The cells at these places of the grid. @throws as `all` */
  at(places: ReadonlySet<string>): Cell[] {
    return this.where((place) => places.has(place));
  }

  private where(isWanted: (place: string, way: Way) => boolean): Cell[] {
    const { supervisors, students } = this.grid;
    for (const student of students) this.check(student);
    return supervisors.flatMap((supervisor, s) =>
      students.flatMap((student, t) => {
        if (!this.grid.teaches(supervisor, student)) return [];
        return this.ways(student).ways.flatMap((way, w) => {
          const place = [s, t, w].join(" ");
          return isWanted(place, way) ? [this.cell(supervisor, student, way, place)] : [];
        });
      }),
    );
  }

  private check(student: StudentSpec): void {
    studentKind(student).check(student, this.room);
    if (student.told) checkTold(student.told, this.room.task);
  }

  /** How a student learns, in the order of its cells. */
  private ways(student: StudentSpec): Ways {
    return once(this.known, student, () =>
      waysOf(student, this.grid, (way) => {
        const [supervisor] = this.grid.supervisors;
        const [seed] = this.seeds;
        const weak = this.room.say(supervisor!, seed!);
        this.taught(weak, supervisor!.label, student, way, seed!);
      }),
    );
  }

  /** What is not run of the study, and why: a sentence a student. */
  notRun(): string[] {
    return this.grid.students.flatMap((student) => {
      const { unsuited } = this.ways(student);
      if (unsuited.length === 0) return [];
      const verb = unsuited.length === 1 ? "is" : "are";
      return [
        `${student.label}: learns ${studentKind(student).learns}, by no loss; ` +
          `${unsuited.join(", ")} ${verb} not run with it`,
      ];
    });
  }

  private cell(supervisor: SupervisorSpec, student: StudentSpec, way: Way, place: string): Cell {
    const { room, seeds } = this;
    const trials = seeds.map((seed) => this.trial(supervisor, student, way, seed));
    const arms = this.arms(supervisor, student, way);
    return {
      place,
      task: room.task.name,
      supervisor: supervisor.label,
      student: student.label,
      labels: way.hardness,
      method: way.name,
      about: this.about(supervisor, student),
      trials,
      arms,
      score: this.score(trials, arms, way, `${student.label} taught by ${supervisor.label}`),
      overlap: this.overlap(trials, student),
      warnings: supervisorNotes(supervisor, room),
      room,
    };
  }

  private overlap(trials: readonly Trial[], student: StudentSpec): Cell["overlap"] {
    if (!this.grid.overlap) return undefined;
    const steps = trials.flatMap(
      ({ weak, seed }) => overlapOf(this.room, weak, student, seed) ?? [],
    );
    return steps.length === 0 ? undefined : steps;
  }

  private score(
    trials: readonly Trial[],
    arms: Cell["arms"],
    { hardness }: Way,
    label: string,
  ): Step<Scored> {
    const { room, seeds, test, taughtTruth: taught, measures } = this;
    const { metric, resamples } = this.grid;
    const about = { test, taught, hardness, seeds, metric, resamples, measures };
    return scoreOf(room.graph, trials, arms, about, `${label} on ${room.task.name}`);
  }

  private trial(supervisor: SupervisorSpec, student: StudentSpec, way: Way, seed: number): Trial {
    const weak = this.room.say(supervisor, seed);
    const elsewhere = this.elsewhere.get(student);
    if (elsewhere) {
      const taught = (role: "student" | "ceiling"): Taught => {
        return { step: this.read(elsewhere, role, supervisor, seed), trained: null };
      };
      return { seed, weak, links: [], student: taught("student"), ceiling: taught("ceiling") };
    }
    const remarks = this.remarks(weak, student, seed);
    const { student: taught, links } = this.taught(weak, supervisor.label, student, way, seed);
    const { body } = taught;
    return {
      seed,
      weak,
      student: taught,
      links,
      ceiling: this.ceiling(student, way, seed, { remarks, body }),
    };
  }

  /** What somebody said of test who was trained elsewhere. */
  private read(
    elsewhere: SaidElsewhere,
    role: Whose["role"],
    { label: supervisor }: SupervisorSpec,
    seed: number,
  ): Taught["step"] {
    const { room } = this;
    const rows = new Rows(room.rows(seed).test);
    return elsewhere.said({ role, task: room.task.name, supervisor, seed }, rows, room.ids, room);
  }

  /** A student taught by what somebody says. */
  private taught(
    said: Step<Labels>,
    teacher: string,
    student: StudentSpec,
    { hardness, method }: Way,
    seed: number,
    remarks = this.remarks(said, student, seed),
  ): ProgramResult {
    const { transfer, validation, test } = this.room.rows(seed);
    return runProgram(
      {
        student,
        method,
        labels: labelsFrom(this.room.graph, said, this.room.taughtRows(seed), hardness),
        hardness,
        teacher,
        seed,
        train: transfer,
        validation,
        predict: test,
        remarks,
      },
      this.room,
    );
  }

  /** The supervisor's most probable labels, where the student is told them. */
  private remarks(
    said: Step<Labels>,
    student: StudentSpec,
    seed: number,
  ): Step<Labels> | undefined {
    if (student.told === undefined) return undefined;
    return labelsFrom(this.room.graph, said, Rows.of(this.room.asked(seed)), "hard");
  }

  /** The same model, prepared likewise, taught by ground truth. */
  private ceiling(
    student: StudentSpec,
    { method, name }: Way,
    seed: number,
    { remarks, body }: Pick<FitRequest, "remarks" | "body">,
  ): Taught {
    const prepared = preparedBy(method, student);
    if (studentKind(prepared).readsTaught && body === undefined) {
      throw new InputError(
        `${student.label}: method "${name}" combines several students, and a combination has ` +
          "no features to read; give this student another method",
      );
    }
    const key = JSON.stringify([prepared, seed, remarks?.name, body?.step.name]);
    const known = this.ceilings.get(key);
    if (known) return known;
    const { transfer, validation, test } = this.room.rows(seed);
    const rows = fitRows(transfer, validation, test);
    const request = {
      labels: this.room.truthOn(this.room.taughtRows(seed).list),
      rows,
      loss: naive(),
      seed,
      teacher: "ground truth of transfer",
      remarks,
      body,
      ...this.room.seen(prepared, { rows, seed }),
    };
    const taught = studentKind(prepared).fit(prepared, request, this.room);
    this.ceilings.set(key, taught);
    return taught;
  }

  private arms(
    supervisor: SupervisorSpec,
    student: StudentSpec,
    way: Way,
  ): Readonly<Record<ArmName, PlannedArm>> {
    const { grid, seeds, room } = this;
    const elsewhere = this.elsewhere.get(student);
    if (elsewhere) {
      return armsRead(elsewhere.arms, grid.arms, (role) =>
        seeds.map((seed) => this.read(elsewhere, role, supervisor, seed)),
      );
    }
    const prepared = preparedBy(way.method, student);
    return armsOf(supervisor, { student, prepared }, { asked: grid.arms, seeds, room }, (...by) => {
      const [said, teacher, seed] = by;
      // A student that is told its supervisor's labels is told them in its arms as well.
      const remarks = this.remarks(room.say(supervisor, seed), student, seed);
      return this.taught(said, teacher, student, way, seed, remarks).student.step;
    });
  }

  private about(supervisor: SupervisorSpec, student: StudentSpec): Cell["about"] {
    const { room, seeds } = this;
    const { supervise, transfer, validation } = room.rows(seeds[0]!);
    return {
      splits: {
        supervise: supervise.length,
        transfer: transfer.length,
        validation: validation.length,
      },
      supervisorModel: supervisorFacts(supervisor, room),
      studentModel: modelFacts(student, room),
    };
  }
}

const preparedBy = (method: Method, student: StudentSpec): StudentSpec =>
  isLoss(method) ? student : method.prepare(student, learnFirst);
