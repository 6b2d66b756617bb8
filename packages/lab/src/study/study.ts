// What a user writes: a grid of tasks, supervisors, students, labels, methods and seeds.

import { checkOptions, InputError, shownValue } from "@w2s/base";
import * as z from "zod";
import type { Hardness } from "../labels/index.js";
import { armNames, type UserMeasure } from "../measures/index.js";
import { fullMethodName, isMethod, type Method, naive } from "../methods/index.js";
import type { Figure } from "../outcome/index.js";
import type { ArmsWanted, PlannedStudy } from "../plan/index.js";
import { isStudentSpec, type StudentSpec, sameness, studentCalls } from "../students/index.js";
import {
  asSupervisor,
  type SupervisorSpec,
  studentOf,
  supervisorWanted,
  trained,
} from "../supervisors/index.js";
import { isTaskKind, type Task, taskCalls } from "../tasks/index.js";
import { toldApart, unique } from "./names.js";

/** A checked study. */
export interface Study extends PlannedStudy {
  readonly kind: "study";
  /** What it was made of, so that one setting can be changed. */
  readonly options: StudyOptions;
  /** What is varied, by `vary`; empty: nothing. */
  readonly vary: Vary;
}

/** One value of a setting; a list where the setting takes one. */
export type VariedValue = string | number | boolean | readonly (string | number)[];

/** Settings as --set names them, each with the values that it is varied over. */
export type Vary = Readonly<Record<string, VariedValue | readonly VariedValue[]>>;

/** Whether a supervisor, as the study gives it, is to teach a student. */
export type Teaches = (supervisor: StudentSpec | SupervisorSpec, student: StudentSpec) => boolean;

/** One of something, or a list of them; a wrong item is told by its number. */
const list = <T extends z.ZodType>(item: T, what: string) =>
  z.union([item, z.array(item).min(1).readonly()], {
    error: `must be ${what}, or a list of them`,
  });

/** The same of what a function makes, such as `naive()`. */
const made = <T>(isOne: (value: unknown) => boolean, what: string) =>
  list(z.custom<T>(isOne, { error: `must be ${what}` }), what);
const hardness = z.enum(["soft", "hard"]);

/** Whether a value has a name and does something by a function of this name. */
const isOwn = (doing: string) => (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof Object.getOwnPropertyDescriptor(value, doing)?.value === "function";

export const studySchema = z.strictObject({
  /**
   * Names the folder of results; letters, digits, ".", "-" and "_"; default: the study file's name.
   */
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, ".", "-" or "_"')
    .optional(),
  /** One task or several. */
  task: made<Task>((value) => isTaskKind((value as Task | null)?.kind), `a task: ${taskCalls}`),
  /** Weak models, trained on ground truth; or another source of labels, such as errors(...). */
  supervisors: made<StudentSpec | SupervisorSpec>(
    (value) => asSupervisor(value) !== undefined,
    supervisorWanted,
  ),
  /**
   * Strong models, trained on the supervisors' labels; every supervisor teaches every student but
   * itself.
   */
  students: made<StudentSpec>(isStudentSpec, studentCalls()),
  /**
   * Which supervisors teach which students, in TypeScript studies; default: all but a student that
   * is the supervisor itself.
   */
  teaches: z
    .custom<Teaches>((value) => value === undefined || typeof value === "function", {
      error: "must be a function of a supervisor and a student",
    })
    .optional(),
  /** Default: naive. */
  methods: made<Method>(isMethod, "a method such as naive()").optional(),
  /**
   * "soft" (default): the supervisor's probabilities, as the paper; "hard": its most probable
   * option; or both.
   */
  labels: list(hardness, '"soft" or "hard"').optional(),
  /**
   * A number of seeds (0, 1, ...), or the seeds themselves; default 3. A seed decides the split and
   * the data order.
   */
  seeds: z
    .union([z.int().min(1).max(10_000), z.array(z.int()).min(1).readonly()], {
      error: "must be a whole number from 1 to 10000, or a list of seeds",
    })
    .optional(),
  /** What PGR is computed on; default "accuracy". */
  metric: z.enum(["accuracy", "auroc"]).optional(),
  /** Bootstrap resamples behind each interval; 100 to 1,000,000, default 2000. */
  resamples: z.int().min(100).max(1_000_000).optional(),
  /**
   * What else is trained and scored beside each cell: "cheap" (default): the arms that cost little;
   * "all", "none", or a list of "untouched", "uninformed" and "selfTaught".
   */
  arms: z
    .union([z.enum(["cheap", "all", "none"]), z.array(z.enum(armNames)).readonly()], {
      error: 'must be "cheap", "all", "none", or a list of untouched, uninformed, selfTaught',
    })
    .optional(),
  /** Measures of the study's own, made by `measure(...)`; default: none. */
  measures: made<UserMeasure>(isOwn("compute"), "a measure(...)").optional(),
  /**
   * Whether to look for overlap of what supervisors know and students can learn in what is taught
   * (measures.md), for students that read features; default false.
   */
  overlap: z.boolean().optional(),
  /** Figures of the study's own, made by `figure(...)`; default: none. */
  figures: made<Figure>(isOwn("draw"), "a figure(...)").optional(),
  /**
   * Assumptions and limits, a sentence or two each, shown wherever the results are; default: none.
   */
  notes: z
    .union([z.string().min(1), z.array(z.string().min(1)).readonly()], {
      error: "must be a text, or a list of them",
    })
    .optional(),
});
/** Options of `study`, each with its range and default. */
export type StudyOptions = z.input<typeof studySchema>;

/**
 * A study: checks what it is given and freezes it; nothing is read or run yet.
 * @throws InputError for an unknown, missing or wrong option, and for two entries of one label
 */
export function study(options: StudyOptions): Study {
  const given = checkOptions(studySchema, options, "study");
  const { methods = naive(), labels = "soft", seeds = 3, arms = "cheap" } = given;
  const supervisors = all(given.supervisors).flatMap((item) => asSupervisor(item) ?? []);
  const students = toldApart(all(given.students));
  const apart = apartAs(supervisors);
  const original = originalOf([
    ...pairsOf(students, all(given.students)),
    ...pairsOf(apart.flatMap(taughtBy), supervisors.flatMap(taughtBy)),
  ]);
  const checked: Study = {
    kind: "study",
    name: given.name,
    tasks: unique("task", all(given.task), (one) => one.name),
    supervisors: unique("supervisors", apart, (one) => one.label),
    students: unique("students", students, (one) => one.label),
    isSelf,
    teaches: (supervisor, student) =>
      !isSelf(supervisor, student) &&
      (given.teaches === undefined ||
        isTaught(given.teaches(asGiven(supervisor, original), original(student)))),
    methods: unique("methods", all(methods), fullMethodName),
    labels: unique("labels", all<Hardness>(labels), (one) => one),
    seeds: unique("seeds", seedList(seeds), String),
    metric: given.metric ?? "accuracy",
    resamples: given.resamples ?? 2000,
    arms: armsOf(arms),
    overlap: given.overlap ?? false,
    measures: unique("measures", all(given.measures ?? []), ({ name }) => name),
    variations: [],
    vary: {},
    figures: unique("figures", all(given.figures ?? []), ({ name }) => name),
    notes: all(given.notes ?? []),
    options,
  };
  refuseNobody(checked, given.teaches !== undefined);
  return Object.freeze(checked);
}

function all<T>(value: T | readonly T[]): readonly T[] {
  return isList(value) ? value : [value];
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** The student that a trained supervisor is. */
const taughtBy = (supervisor: SupervisorSpec): readonly StudentSpec[] =>
  all(studentOf(supervisor) ?? []);

/** Trained supervisors of one label are told apart like students. */
function apartAs(supervisors: readonly SupervisorSpec[]): SupervisorSpec[] {
  const apart = toldApart(supervisors.flatMap(taughtBy));
  let at = 0;
  return supervisors.map((one) => {
    return studentOf(one) ? trained(apart[at++]!) : one;
  });
}

const pairsOf = <T>(some: readonly T[], others: readonly T[]) =>
  some.map((one, i) => [one, others[i]!] as const);

type Original = (student: StudentSpec) => StudentSpec;

/** From students told apart to those that the study was given, so that `===` finds them. */
function originalOf(pairs: readonly (readonly [StudentSpec, StudentSpec])[]): Original {
  const known = new Map(pairs);
  return (student) => known.get(student) ?? student;
}

/** A trained supervisor as its study gives it: a student. */
function asGiven(supervisor: SupervisorSpec, original: Original): StudentSpec | SupervisorSpec {
  const own = studentOf(supervisor);
  return own ? original(own) : supervisor;
}

/** The same model, adapted alike, under whatever name. */
function isSelf(supervisor: SupervisorSpec, student: StudentSpec): boolean {
  const own = studentOf(supervisor);
  return own !== undefined && sameness(own) === sameness(student);
}

/** @throws InputError for an answer of `teaches` that is none: a promise would always be true */
function isTaught(said: unknown): boolean {
  if (typeof said === "boolean") return said;
  const arrival = said instanceof Promise ? "a promise; it cannot be async" : shownValue(said);
  throw new InputError(`study: "teaches" must give true or false, got ${arrival}`);
}

function armsOf(arms: NonNullable<StudyOptions["arms"]>): ArmsWanted {
  if (arms === "cheap") return "cheap";
  if (arms === "all") return armNames;
  return arms === "none" ? [] : arms;
}

/** @throws InputError for a study in which nobody is taught */
function refuseNobody(study: Study, isChosen: boolean): void {
  const { supervisors, students } = study;
  if (supervisors.some((one) => students.some((student) => study.teaches(one, student)))) return;
  throw new InputError(
    isChosen
      ? 'study: "teaches" leaves no supervisor for any student'
      : `study: the only student is its own supervisor, ${students[0]!.label}; add another`,
  );
}

export function seedList(seeds: number | readonly number[]): readonly number[] {
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : seeds;
}

/** Whether a value was made by `study(...)`. */
export function isStudy(value: unknown): value is Study {
  return typeof value === "object" && value !== null && (value as Study).kind === "study";
}
