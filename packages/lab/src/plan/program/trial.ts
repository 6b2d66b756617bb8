// What a method's program is run for, and what comes of it.

import type { InputError } from "@w2s/base";
import type { Step } from "../../engine/index.js";
import type { Hardness, Labels } from "../../labels/index.js";
import type { Method } from "../../methods/index.js";
import type { Fit, StudentSpec, Taught } from "../../students/index.js";
import type { TaskRoom } from "../task-room.js";

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

/** A program in work, as its handles know it. */
export interface Running {
  readonly trial: ProgramTrial;
  readonly room: TaskRoom;
  /** Called for each handle. @throws InputError for a program that builds without end */
  count(): void;
  /** An error in the method's name: `text` says what must be otherwise. */
  refusal(text: string): InputError;
  /** @throws InputError where answers are free: `what` needs probabilities of options */
  needsOptions(what: string): void;
}

/** The seed of a repeat; 0 is the trial's own. */
export const repeated = (seed: number, repeat: number): number => seed + repeat * 100_003;
