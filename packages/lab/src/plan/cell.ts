// One row of the table to come: what a supervisor taught a student by a method, beside its ceiling
// and its arms.

import type { Step } from "../engine/index.js";
import type { Hardness, Labels } from "../labels/index.js";
import type { ArmName } from "../measures/index.js";
import type { Outcome } from "../outcome/index.js";
import type { Taught } from "../students/index.js";
import type { PlannedArm } from "./arms.js";
import type { OverlapStep } from "./overlap-step.js";
import type { ProgramResult } from "./program/trial.js";
import type { Scored } from "./score-step.js";
import type { TaskRoom } from "./task-room.js";

/** What was trained for a cell under one seed. */
export interface Trial {
  readonly seed: number;
  readonly weak: Step<Labels>;
  readonly student: Taught;
  readonly ceiling: Taught;
  /** Students that labelled on the way, first one first. */
  readonly links: ProgramResult["links"];
}

/** One row of the table to come: its trials, arms and score step. */
export interface Cell {
  /** Which supervisor, student and way of the grid: the same in every variation of the study. */
  readonly place: string;
  readonly task: string;
  readonly supervisor: string;
  readonly student: string;
  readonly labels: Hardness;
  readonly method: string;
  readonly about: Pick<Outcome, "splits" | "supervisorModel" | "studentModel">;
  readonly trials: readonly Trial[];
  readonly arms: Readonly<Record<ArmName, PlannedArm>>;
  readonly score: Step<Scored>;
  /** Overlap in what is taught, a seed each; undefined: not asked for, or no features to see. */
  readonly overlap: readonly OverlapStep[] | undefined;
  /** What a reader should know of this row. */
  readonly warnings: readonly string[];
  readonly room: TaskRoom;
}
