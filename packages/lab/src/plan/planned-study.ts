// What a plan must know of a study, whoever made it.

import type { Hardness } from "../labels/index.js";
import type { ArmName, UserMeasure } from "../measures/index.js";
import type { Method } from "../methods/index.js";
import type { Figure } from "../outcome/index.js";
import type { StudentSpec } from "../students/index.js";
import { type SupervisorBase, type SupervisorSpec, studentsIn } from "../supervisors/index.js";
import type { Task } from "../tasks/index.js";

/** Which arms a study asks for: those that cost little, or these whatever they cost. */
export type ArmsWanted = "cheap" | readonly ArmName[];

/** What the cells of a task are made of. */
export interface Grid {
  readonly supervisors: readonly SupervisorSpec[];
  readonly students: readonly StudentSpec[];
  readonly methods: readonly Method[];
  readonly labels: readonly Hardness[];
  readonly metric: "accuracy" | "auroc";
  /** Bootstrap resamples behind each interval. */
  readonly resamples: number;
  readonly arms: ArmsWanted;
  /** Measures of the study's own. */
  readonly measures: readonly UserMeasure[];
  /** Whether overlap is looked for in what is taught. */
  readonly overlap: boolean;
  /** Whether a supervisor is to teach a student. */
  teaches(supervisor: SupervisorSpec, student: StudentSpec): boolean;
  /** Whether a supervisor is the student itself, under whatever name. */
  isSelf(supervisor: SupervisorSpec, student: StudentSpec): boolean;
}

/** A study with one setting changed, and which. */
export interface Variation {
  /** As --set names it. */
  readonly setting: string;
  readonly value: string;
  readonly study: PlannedStudy;
}

/** What a plan must know of a study, whoever made it. */
export interface PlannedStudy extends Grid {
  readonly name: string | undefined;
  readonly tasks: readonly Task[];
  readonly seeds: readonly number[];
  /** The same study with one setting changed, for each value that it is varied over. */
  readonly variations: readonly Variation[];
  /** Figures of the study's own. */
  readonly figures: readonly Figure[];
  /** The study's assumptions and limits. */
  readonly notes: readonly string[];
}

/** Every student that a study trains, supervisors' and methods' included. */
export function studentsOf(study: PlannedStudy): StudentSpec[] {
  const links = study.methods.flatMap((method) => ("students" in method ? method.students : []));
  return [...supervisorsOf(study).flatMap(studentsIn), ...study.students, ...links];
}

/** A study's supervisors, and those whose models its students continue. */
export function supervisorsOf(
  study: Pick<PlannedStudy, "supervisors" | "students">,
): SupervisorBase[] {
  return [...study.supervisors, ...study.students.flatMap(({ begun }) => begun ?? [])];
}
