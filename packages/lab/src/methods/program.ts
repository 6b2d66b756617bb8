// Methods as programs over steps: fit, label, filter, combine. A program builds steps and sees no
// value of any: what it is given are handles, and none of them could hold ground truth.

import { InputError, shownValue } from "@w2s/base";
import { checkPlainOptions, isPlainValue } from "../plain-options.js";
import type { StudentSpec } from "../students/index.js";
import type { Adjustment } from "./adjustment.js";
import type { Combination } from "./combination.js";
import { fullMethodName, type LossMethod, type OptionValue } from "./method.js";

/** How a student learns from labels: one loss, or a program that fits, labels and combines. */
export type Method = LossMethod | ProgramMethod;

/** Rows of the transfer split that a method was given; only `parts` makes them. */
export interface RowSet {
  /** How many examples. */
  readonly count: number;
}

/** Disjoint parts of the rows that a method was given, groups whole, in random order. */
export interface Parts {
  /** Part i, from 0; of one part alone, always that one. */
  at(i: number): RowSet;
  /** All parts but part i. */
  but(i: number): RowSet;
  /** All parts after part i; of one part alone, that one again. */
  after(i: number): RowSet;
  /** The last part. */
  readonly last: RowSet;
}

/** Labels that somebody gave: the study's supervisor, or a student that was trained on the way. */
export interface WeakLabels {
  /**
   * How many examples are labelled, validation apart; of filtered labels, the most there may be.
   */
  readonly count: number;
  /** The labels of some rows. @throws InputError for rows that these labels do not have */
  on(rows: RowSet): WeakLabels;
  /**
   * The surest share of each class, by the probability of its most probable option; `keep` in
   * (0, 1]. At least one of a class that has any.
   */
  surest(keep: number): WeakLabels;
}

/** A student that was taught; a handle. */
export interface TaughtStudent {
  /** What messages call it. */
  readonly label: string;
}

/** How a fit differs from the study's usual one. */
export interface FitChoices {
  /** A probe of the same model: its trained head is what training starts from. */
  readonly head?: TaughtStudent;
  /**
   * What chooses among the evaluations: "agreement" with the weak labels on validation (default of
   * every recipe), their "loss", "last", or "oracle": ground truth, to show what selection could
   * gain at most.
   */
  readonly selection?: "agreement" | "loss" | "last" | "oracle";
  /** Another order of the data (and draws) than the trial's: a whole number from 1; default 0. */
  readonly repeat?: number;
}

/** What an adjustment sees besides the labels that it changes. */
export interface AdjustmentSees {
  /** Features by which it knows examples: those that this student's kind reads. */
  readonly features?: StudentSpec;
  /** What others say of the same examples. */
  readonly said?: readonly WeakLabels[];
}

/** A student whose language model first learns the training texts. @throws InputError for others */
export type LearnFirst = (
  student: StudentSpec,
  recipe: NonNullable<StudentSpec["before"]>,
) => StudentSpec;

/** What a program is given. It has no field that could hold ground truth. */
export interface MethodContext {
  readonly student: StudentSpec;
  readonly labels: WeakLabels;
  /**
   * Cuts the rows of `labels` into parts.
   * @throws InputError where a part would have fewer than 16 examples
   */
  parts(count: number): Parts;
  /**
   * Teaches a student by a method, default naive. Choices go down to the fits inside a method; a
   * head goes with a loss alone.
   * @throws InputError for labels of another trial, and a student that the method cannot teach
   */
  fit(student: StudentSpec, labels: WeakLabels, by?: Method, choices?: FitChoices): TaughtStudent;
  /**
   * What a taught student says: of `rows`, default all; its own labels never were ground truth. It
   * is a link, scored beside the cell, unless it stands "aside".
   */
  label(taught: TaughtStudent, rows?: RowSet, as?: "link" | "aside"): WeakLabels;
  /** Labels changed or filtered by a function of them and of what else it sees. */
  adjust(labels: WeakLabels, adjustment: Adjustment, sees?: AdjustmentSees): WeakLabels;
  /** One student of several: their probabilities combined. */
  combine(taught: readonly TaughtStudent[], how?: Combination): TaughtStudent;
  /** Labels of several combined, each of the same rows. */
  combineLabels(labels: readonly WeakLabels[], how?: Combination): WeakLabels;
  /** Labels of disjoint rows in one. */
  joinLabels(labels: readonly WeakLabels[]): WeakLabels;
  /**
   * A linear probe of a student's own model, reading what its head reads: a student that is a probe
   * itself, unless `recipe` says how this one is trained.
   * @throws InputError for a student without a head of its own
   */
  probeOf(student: StudentSpec, recipe?: Readonly<Record<string, unknown>>): StudentSpec;
  /** Parameters of a student's model; null where there are none. */
  parameters(student: StudentSpec): number | null;
}

/** A method that is a program. */
export interface ProgramMethod {
  readonly name: string;
  /** Everything that tells this method from others of its name, as tables show it. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Students that it names itself, whose models must be opened: links of a chain. */
  readonly students: readonly StudentSpec[];
  /** What becomes of a student's model before any label; its ceiling and untouched arm get it. */
  readonly prepare: (student: StudentSpec, learnFirst: LearnFirst) => StudentSpec;
  /** Builds the steps and gives the student that comes of them. */
  readonly learn: (context: MethodContext) => TaughtStudent;
}

/** What a program's options may be: they are shown, students and methods by their names. */
export type ProgramOption =
  | OptionValue
  | undefined
  | StudentSpec
  | Method
  | readonly ProgramOption[];

/**
 * A method that is a program. Students and methods among its options are those that it uses: their
 * models are opened, and what they do before any label is done for the ceiling, too.
 *
 * ```ts
 * const surest = (keep: number) =>
 *   program("surest", { keep }, ({ student, labels, fit }) => fit(student, labels.surest(keep)));
 * ```
 *
 * @throws InputError for a name of other characters than letters, digits, ".", "-" and "_"
 */
export function program(
  name: string,
  options: Readonly<Record<string, ProgramOption>>,
  learn: (context: MethodContext) => TaughtStudent,
  more: Partial<Pick<ProgramMethod, "prepare" | "students">> = {},
): ProgramMethod {
  if (!/^[\w.-]+$/.test(name)) {
    throw new InputError(`program: a name must be letters, digits, ".", "-" or "_", got "${name}"`);
  }
  checkPlainOptions(`program "${name}"`, options, isProgramOption, PROGRAM_OPTIONS);
  if (typeof learn !== "function") {
    throw new InputError(
      `program "${name}": needs a function of { student, labels, fit, ... } that gives a taught ` +
        `student, got ${shownValue(learn)}`,
    );
  }
  const shown = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, shownOption(value)] as const],
  );
  const nested = Object.values(options).flatMap(methodsIn);
  const {
    prepare = (student, learnFirst) =>
      nested.reduce((spec, one) => one.prepare(spec, learnFirst), student),
    students = [
      ...Object.values(options).flatMap(studentsIn),
      ...nested.flatMap((one) => one.students),
    ],
  } = more;
  return { name, options: Object.fromEntries(shown), learn, prepare, students };
}

const PROGRAM_OPTIONS =
  "a text, a finite number, true or false, a student, a method, or a list of them";

function isProgramOption(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isProgramOption);
  return value === undefined || isPlainValue(value) || isMethod(value) || isStudentLike(value);
}

/** Whether a value looks like a student, such as probe(...) gives. */
export function isStudentLike(value: unknown): value is StudentSpec {
  if (typeof value !== "object" || value === null) return false;
  return "kind" in value && "label" in value && "recipe" in value;
}

function shownOption(value: Exclude<ProgramOption, undefined>): OptionValue {
  if (typeof value !== "object") return value;
  if (isList(value)) {
    return value.flatMap((one) => (one === undefined ? [] : String(shownOption(one)))).join(" > ");
  }
  return isMethod(value) ? fullMethodName(value) : value.label;
}

/** The programs in an option. */
function methodsIn(value: ProgramOption): readonly ProgramMethod[] {
  if (typeof value !== "object") return [];
  if (isList(value)) return value.flatMap(methodsIn);
  return isMethod(value) && !isLoss(value) ? [value] : [];
}

/** The students in an option. */
function studentsIn(value: ProgramOption): readonly StudentSpec[] {
  if (typeof value !== "object") return [];
  if (isList(value)) return value.flatMap(studentsIn);
  return isMethod(value) ? [] : [value];
}

const isList = (value: object): value is readonly ProgramOption[] => Array.isArray(value);

/** Whether a method is one loss. */
export const isLoss = (method: Method): method is LossMethod => "loss" in method;

/** Whether a value is a method: a loss, or a program. */
export function isMethod(value: unknown): value is Method {
  if (typeof value !== "object" || value === null) return false;
  const part = "loss" in value ? value.loss : "learn" in value ? value.learn : undefined;
  return typeof part === "function";
}
