// A kind of supervisor: what gives labels for named examples. One interface, one file a kind, and a
// place in the map of kinds.ts. A supervisor may know ground truth; what it says is all that a
// student learns from.

import type * as z from "zod";
import type { Step } from "../engine/index.js";
import type { Labels } from "../labels/index.js";
import type { ModelFacts } from "../outcome/outcome.js";
import type { Room } from "../reading/index.js";
import type { FitRequest, StudentSpec } from "../students/index.js";
import type { Apart, Example, Splits } from "../tasks/index.js";
import type { Poses, View } from "./poses.js";

/** What every supervisor's description has. */
export interface SupervisorBase {
  readonly kind: string;
  /** What tables call it. */
  readonly label: string;
}

/** Rows of a task by what they are used for, under one seed. */
export interface SeedRows extends Splits {
  /** The part of `supervise` that a supervisor is trained on. */
  readonly superviseTrain: Int32Array;
  /** The part of `supervise` that its early stopping looks at. */
  readonly superviseHeld: Int32Array;
}

/** What a student is trained on in a room. */
export type TaughtBy = Pick<
  FitRequest,
  "labels" | "rows" | "seed" | "teacher" | "filtered" | "remarks"
>;

/** A room of posed texts, and whose they are. */
export interface PosedRoom {
  readonly room: SupervisorRoom;
  readonly poses: Poses;
}

/** What is otherwise in the same room. */
export interface Changed {
  rows?(seed: number): SeedRows;
  parts?(seed: number): readonly Int32Array[];
  /**
   * Labels of the rows that students learn from, of those that they could: known only when they
   * are computed. Nothing but the rows counts.
   */
  learns?(seed: number): Step<Labels>;
}

/** What a supervisor sees of a task: the room of students, and ground truth. */
export interface SupervisorRoom extends Room {
  readonly examples: readonly Example[];
  /** Every example's right option, `[examples]`. */
  readonly truth: Int32Array;
  /** Folder that relative paths start at: the study file's. */
  readonly baseDir: string;
  rows(seed: number): SeedRows;
  /** The rows that somebody is asked about, by split: transfer, validation, test. */
  parts(seed: number): readonly Int32Array[];
  /** The same rows in one list. */
  asked(seed: number): Int32Array;
  /**
   * The same room, in which supervisors are asked about `superviseHeld` too: there, ground truth
   * may tell how good they are.
   */
  withHeld(): SupervisorRoom;
  /** How an example comes apart; undefined: nobody said. @throws InputError for what is wrong */
  apart(row: number): Apart | undefined;
  /** The end of each input that is not the example's own, as `Posed` has it. */
  added(row: number): readonly string[];
  /**
   * The same examples posed as other texts: their splits are the examples', and so nobody learns
   * from what an example of test is posed as. One room a view.
   */
  posed(view: View): PosedRoom;
  /** The same room, in which something is otherwise. */
  changed(change: Changed): SupervisorRoom;
  /** Ground truth of rows, as hard labels. */
  truthOn(rows: Int32Array): Step<Labels>;
  /** A student trained on labels (most often ground truth), naively. */
  fit(student: StudentSpec, request: TaughtBy): Step<Labels>;
  /** What another supervisor says, of `asked(seed)`. */
  say(supervisor: SupervisorBase, seed: number): Step<Labels>;
}

/** What a field of a supervisor's spec may hold; one, none or a list of them. */
export type Holdable = "student" | "supervisor";

/** A field of a spec that holds students or supervisors. */
export interface Held<P extends Holdable = Holdable> {
  readonly is: P;
  /** Its key in JSON studies; default: the field's name. */
  readonly json?: string;
}

type PartIn<V> =
  NonNullable<V> extends StudentSpec | readonly StudentSpec[]
    ? "student"
    : NonNullable<V> extends SupervisorBase | readonly SupervisorBase[]
      ? "supervisor"
      : never;

/** The fields of a spec that hold students or supervisors: all of them, and no other. */
export type HeldFields<S extends SupervisorBase> = SupervisorBase extends S
  ? Readonly<Record<string, Held>>
  : // Over a union of specs: what any of them holds.
    {
      readonly [F in keyof S & string as PartIn<S[F]> extends never ? never : F]: Held<
        PartIn<S[F]>
      >;
    };

/** A supervisor, and the room that it is asked in. */
export interface Asked {
  readonly supervisor: SupervisorBase;
  readonly room: SupervisorRoom;
}

/** A kind of supervisor; methods in method syntax, so that one map may hold all. */
export interface SupervisorKind<S extends SupervisorBase = SupervisorBase> {
  /** The function that users call, and its key in JSON studies. */
  readonly name: string;
  /** Its options: they give types, checks and the docs' table. */
  readonly schema: z.ZodObject;
  /** What a reader of its labels grants, for the report: one sentence, without its name. */
  readonly assumes: string;
  /** Whether it can say free answers; default: it chooses among options. */
  readonly answers?: true;
  /** Whether it may say ground truth under a rule, which who reads its labels may undo. */
  ofTruth(spec: S): boolean;
  /** Which fields of a spec hold students and supervisors, in the order that they are walked. */
  readonly holds: HeldFields<S>;
  /** The same spec under the label that its parts give it. @throws InputError for such parts */
  named(spec: S): S;
  /**
   * From JSON: the kind's own options, where students and supervisors are read already.
   * @throws InputError
   */
  fromJson(options: Readonly<Record<string, unknown>>): S;
  /**
   * Its supervisors, each in the room that it is asked in; default: all that it holds in the same
   * room. @throws InputError where the task does not allow it
   */
  asks?(spec: S, room: SupervisorRoom): readonly Asked[];
  /** Reads what it must know before it is asked: files. Once a task. @throws InputError */
  open?(spec: S, room: SupervisorRoom): Promise<void>;
  /** What a reader should know wherever it teaches, one sentence each; default: nothing. */
  notes?(spec: S, room: SupervisorRoom): readonly string[];
  /** What it says of `room.asked(seed)`. @throws InputError at plan time, where it can be known */
  say(spec: S, seed: number, room: SupervisorRoom): Step<Labels>;
  /** Its model, for figures; null: there is none. `parts`: of the supervisors it is made of. */
  facts(spec: S, room: Room, parts: readonly ModelFacts[]): ModelFacts | null;
}
