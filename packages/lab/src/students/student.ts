// A kind of student: how a model is adapted. One interface; each kind has a folder, and a place in
// the map of kinds.ts. A fit cannot tell whether it is a supervisor, a student or a ceiling: only
// the labels that it is given differ.

import type { Classifier, Model } from "@w2s/models";
import type * as z from "zod";
import type { ResultCache, Step } from "../engine/index.js";
import type { FitRows, Labels, Rows } from "../labels/index.js";
import type { ArmName, RoleName } from "../measures/index.js";
import type { LossMethod } from "../methods/losses.js";
import type { FeatureSource, Room, Told } from "../reading/index.js";
import type { Speaker } from "./chat/speaker.js";
import type { CourseCurve } from "./course/course.js";
import type { GenerativeRecipe } from "./finetune/generative/recipe.js";

/** What every student's description has. */
export interface SpecBase {
  readonly kind: string;
  /** What tables call it: its own name, or what its kind makes of model and recipe. */
  readonly label: string;
  /** The user's name for it. */
  readonly as?: string | undefined;
  /** The remark at the end of each text that tells it its supervisor's label; see `told`. */
  readonly told?: ToldAs | undefined;
  /** What its model learns from texts without labels before anything else. */
  readonly before?: GenerativeRecipe | undefined;
  /** The supervisor whose trained model it starts from; see `continued`. */
  readonly begun?: { readonly kind: string; readonly label: string } | undefined;
  /** All of its settings, defaults included; empty where it has none. */
  readonly recipe: object;
}

/** A remark, and what tables call a student that has it. */
export interface ToldAs extends Told {
  readonly as: string;
}

/** How training went: its curve, and which evaluation was kept. */
export interface Course extends CourseCurve {
  /** Epochs behind what was kept; not whole where an evaluation fell within one. */
  readonly chosenEpoch: number;
  /** Steps behind what was kept. */
  readonly chosenStep: number;
  /** What was said of some test rows on the way; no selection saw it. */
  readonly watched?: Watched | undefined;
}

/** Options that were said of `rows` at each evaluation: `said: [evaluations, rows]`. */
export interface Watched {
  readonly rows: Int32Array;
  readonly said: Uint8Array;
}

/** What a trained student says of the rows it was asked about; nothing trained, no course. */
export interface Fit extends Labels {
  readonly course?: Course;
  /** How a search for a minimum ended; undefined where training has a number of steps. */
  readonly search?: SearchEnd;
}

/** How a search for a minimum ended. */
export interface SearchEnd {
  /** Whether it came to its tolerance; false after its last step, or where rounding stopped it. */
  readonly converged: boolean;
  /** Steps taken. */
  readonly iterations: number;
  /** The largest entry of the gradient that is left, of what the solver minimises. */
  readonly gradient: number;
}

/** What a student is to learn. */
export interface FitRequest {
  readonly labels: Step<Labels>;
  readonly rows: FitRows;
  readonly loss: LossMethod;
  readonly seed: number;
  /** Whose labels, for messages: "MiniLM:0", "ground truth of transfer". */
  readonly teacher: string;
  /** Hard labels of all rows that are read, for a student that is told them. */
  readonly remarks?: Step<Labels> | undefined;
  /** A probe of the same model whose head training starts from. */
  readonly head?: Step<Fit> | undefined;
  /** Ground truth of validation, to select by where the recipe says "oracle". */
  readonly oracle?: Step<Labels> | undefined;
  /** Whose trained model training starts from, where the student continues another. */
  readonly begun?: Taught | undefined;
  /**
   * The student whose trained features are read, where that is another's: a ceiling's is the one
   * that its student taught.
   */
  readonly body?: Taught | undefined;
  /** Rows of test to watch through training; default: none. */
  readonly watch?: Int32Array | undefined;
  /** Whether the labels' rows are known only when they are computed: training uses those there. */
  readonly filtered?: boolean | undefined;
}

/** A trained student, and how its model is read for export: null where it has none of its own. */
export interface Taught {
  readonly step: Step<Fit>;
  readonly trained: Trained | null;
  /** The student whose trained features it reads; undefined: it reads none. */
  readonly body?: Taught | undefined;
}

/** Whose predictions are meant. */
export interface Whose {
  readonly role: Exclude<RoleName, "weak">;
  readonly task: string;
  /** The supervisor's label. */
  readonly supervisor: string;
  readonly seed: number;
}

/** What a study's trials are called, for files that hold something of each. */
export interface Places {
  /** Folder that relative paths start at: the study file's. */
  readonly baseDir: string;
  readonly tasks: readonly string[];
  readonly supervisors: readonly string[];
  readonly seeds: readonly number[];
}

/** What students that were trained elsewhere say, read in once for a study. */
export interface SaidElsewhere {
  /** The arms of which anything is said: each must then be said for every trial. */
  readonly arms: ReadonlySet<ArmName>;
  /**
   * What one of them says of `rows`.
   * @param ids every example's id, by row
   * @throws InputError for rows that it does not say, or says twice or wrongly, with file and line
   */
  said(whose: Whose, rows: Rows, ids: readonly string[], room: Room): Step<Fit>;
}

/** A trained model in the store. */
export interface Trained {
  /** What must be there for `read`: the fit, and its weights where they lie beside it. */
  readonly targets: readonly Step[];
  read(results: Pick<ResultCache, "read">): Promise<Omit<Classifier, "about">>;
  /** The model with the weights that training gave it; absent: none of them was trained. */
  model?(results: Pick<ResultCache, "read">): Promise<Model>;
}

/** A kind of student; methods in method syntax, so that one map may hold all. */
export interface StudentKind<S extends SpecBase = SpecBase> {
  /** Its key in JSON studies, and the function that users call. */
  readonly name: string;
  /** Its options: they give types, checks, `--set` names and the docs' table. */
  readonly schema: z.ZodObject;
  /** What a reader of its scores grants, for the report: one sentence, without its name. */
  readonly assumes: string;
  /** How it learns: by a method's loss, from examples in its context, or not here at all. */
  readonly learns: "by loss" | "in context" | "elsewhere";
  /** What tables call it without a name of its own. */
  labelOf(spec: S): string;
  /**
   * From JSON: a model and the kind's own options; `where` begins messages about the model.
   * @throws InputError
   */
  fromJson(model: unknown, options: Readonly<Record<string, unknown>>, where: string): S;
  /** The same student with one option of its recipe changed. @throws InputError */
  withOption(spec: S, key: string, value: unknown): S;
  /** The model or features it is made from; null: none that w2s knows. */
  source(spec: S): FeatureSource | null;
  /** Reads what must be known before it is planned: a file's hash. @throws InputError */
  ready?(spec: S, places: { readonly baseDir: string }): Promise<void>;
  /** Refuses what can be known to fail when a study is planned. @throws InputError */
  check(spec: S, room: Room): void;
  /** The step that trains it and asks it about `rows.predict`. */
  fit(spec: S, request: FitRequest, room: Room): Taught;
  /** What it says before any training; null: its head is new, and it says nothing yet. */
  untouched(spec: S, rows: FitRows, seed: number, room: Room): Step<Fit> | null;
  /** A linear probe of what its head reads, with a probe's defaults; null: it has no head. */
  probeOf(spec: S): SpecBase | null;
  /** Where it learns elsewhere: reads what it says. @throws InputError for what cannot be read */
  open?(spec: S, places: Places): Promise<SaidElsewhere>;
  /** The same student, whose language model first learns texts; undefined: it has none to train. */
  learnFirst?(spec: S, recipe: GenerativeRecipe): S;
  /** Whether it has weights that may be another's trained ones when its training begins. */
  readonly continues?: true;
  /** How it writes, and reads what others wrote; undefined: it chooses among options alone. */
  speaker?(spec: S): Speaker;
  /** Whether it reads features of a student that is taught first, which its ceiling shares. */
  readonly readsTaught?: true;
  /** Whether arms beside it cost little. */
  isCheap(spec: S, rows: FitRows, room: Room): boolean;
}
