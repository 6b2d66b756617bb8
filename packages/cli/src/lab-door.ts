// What the command asks of @w2s/lab, in one place. Loaded when first needed: `w2s --help` should
// not wait for it.

import type { Device, Runtime } from "@w2s/grad";
import type { Figure, Outcome, PlanSummary, Reporter, Store } from "@w2s/lab";
import type { Classifier } from "@w2s/models";
import type { RuntimeCheck } from "./runtime-checks.js";

/** A study as its file gives it; only the lab looks inside. */
export interface Study {
  readonly name?: string | undefined;
}

/** A study laid out as steps; only the lab looks inside. */
export interface Plan {
  readonly summary: PlanSummary;
  /** The study's assumptions and limits, in its own words. */
  readonly notes: readonly string[];
  /** The study's own figures, drawn after the report's. */
  readonly figures: readonly Figure[];
}

export interface PlanOptions {
  /** The study's name where it gives none itself: its file's name. */
  readonly name: string;
  /** Folder that the study's relative paths start from: its file's. */
  readonly baseDir: string;
  readonly store: Store;
  /** Folders that models are looked for in, first one first. */
  readonly modelFolders: readonly string[];
  /** At most this many examples of each task. */
  readonly limit?: number;
  /** Seeds in place of the study's own. */
  readonly seeds?: readonly number[];
  readonly threads?: number;
  readonly device?: Device;
  readonly keepWeights?: boolean;
}

export interface RunOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  readonly runtime?: Runtime;
  /** When aborted, the run stops after the current step and rejects. */
  readonly signal: AbortSignal;
}

/** Which trained model of a study is meant. */
export interface StudentChoice {
  readonly role?: "student" | "ceiling" | "supervisor";
  readonly task?: string;
  readonly supervisor?: string;
  readonly student?: string;
  readonly labels?: string;
  readonly method?: string;
  readonly seed?: number;
}

/** One trained model of a plan; only the lab looks inside. */
export interface ChosenStudent {
  readonly seed: number;
}

export interface Lab {
  /** Whether a study file's default export was made by `study(...)`. */
  isStudy(value: unknown): value is Study;
  /** A study from JSON. @throws InputError that begins with `label` and says where. */
  parseStudy(json: unknown, label: string): Study;
  /**
   * The study with one setting changed; the value is text from the command line. @throws
   * InputError.
   */
  overrideStudy(study: Study, key: string, value: string): Study;
  planStudy(study: Study, options: PlanOptions): Promise<Plan>;
  runPlan(plan: Plan, options: RunOptions): Promise<readonly Outcome[]>;
  /**
   * @throws InputError for a name that the study does not have, and where several are left, with
   * the choices.
   */
  chooseStudent(plan: Plan, choice: StudentChoice): ChosenStudent;
  /**
   * The trained model, trained first where it or its weights are not in the store. @throws
   * InputError where it has none.
   */
  trainedStudent(chosen: ChosenStudent, plan: Plan, options: RunOptions): Promise<Classifier>;
  /** Tries each execution provider on a tiny program. */
  runtimeChecks(): Promise<readonly RuntimeCheck[]>;
}

/** The real lab. */
export async function loadLab(): Promise<Lab> {
  const [lab, { runtimeChecks }] = await Promise.all([
    import("@w2s/lab"),
    import("./runtime-checks.js"),
  ]);
  return { ...lab, runtimeChecks };
}
