// What a study's supervisors say, without any student: for students that are trained elsewhere.

import { InputError } from "@w2s/base";
import { Graph, type ResultCache, type RunOptions, runSteps, type Step } from "../engine/index.js";
import type { Hardness, Labels } from "../labels/index.js";
import type { PlanSummary } from "../reporter.js";
import { studentsIn, supervisorNotes } from "../supervisors/index.js";
import type { Splits } from "../tasks/index.js";
import { uninformedLabels } from "./arms.js";
import { type EvidenceTask, evidenceTask } from "./evidence.js";
import { OpenModels } from "./models.js";
import { Wanted } from "./only.js";
import { openTask } from "./open-task.js";
import { type Plan, type PlanOptions, refuseCost } from "./plan.js";
import type { PlannedStudy } from "./planned-study.js";
import { drawnWarning } from "./study-warnings.js";
import { summaryOf } from "./summary.js";

/** What one supervisor says of one task under one seed. */
export interface LabelSet {
  readonly task: EvidenceTask;
  readonly supervisor: string;
  readonly seed: number;
  readonly step: Step<Labels>;
  /**
   * The same labels dealt out anew, for the uninformed arm: the step that a study's own such arms
   * learn from. Undefined: not asked for.
   */
  readonly uninformed?: Step<Labels> | undefined;
  /** Rows of `task.examples` by what they are for; a student elsewhere sees no `supervise`. */
  readonly splits: Pick<Splits, "transfer" | "validation" | "test">;
}

/** The supervisors of a study laid out alone, for labels that leave the lab. */
export interface LabelPlan
  extends Pick<Plan, "summary" | "targets" | "warnings" | "threads" | "device"> {
  readonly sets: readonly LabelSet[];
  /** The kinds of labels that the study's students learn from. */
  readonly labels: readonly Hardness[];
}

/** What labels are planned with. */
export interface LabelPlanOptions extends PlanOptions {
  /** Whether labels without information leave, too, for the uninformed arm; default false. */
  readonly uninformed?: boolean;
}

/** Lays out supervisors alone. @throws InputError as `planStudy` */
export async function planLabels(
  study: PlannedStudy,
  options: LabelPlanOptions,
): Promise<LabelPlan> {
  const { device = "cpu", threads = 2, baseDir, store } = options;
  const seeds = options.seeds ?? study.seeds;
  const wanted = new Wanted(options.only);
  const supervisors = study.supervisors.filter(({ label }) => wanted.has("supervisor", label));
  const models = await OpenModels.of(supervisors.flatMap(studentsIn), options);
  const graph = new Graph(device);
  const sets: LabelSet[] = [];
  const warnings = [...drawnWarning(supervisors.flatMap(studentsIn)), ...models.warnings()];
  for (const task of study.tasks.filter(({ name }) => wanted.has("task", name))) {
    const where = { baseDir, limit: options.limit, seed: seeds[0]! };
    const opened = await openTask(task, supervisors, graph, models, where);
    const { room } = opened;
    warnings.push(...opened.warnings);
    if (room.task.answers) {
      throw new InputError(
        `task "${room.task.name}": asks for answers in words, and labels are exported of options`,
      );
    }
    for (const supervisor of supervisors) {
      warnings.push(...supervisorNotes(supervisor, room));
      for (const seed of seeds) {
        const about = { task: evidenceTask(room), supervisor: supervisor.label, seed };
        const step = room.say(supervisor, seed);
        const uninformed = options.uninformed ? uninformedLabels(step, seed, room) : undefined;
        sets.push({ ...about, step, uninformed, splits: room.rows(seed) });
      }
    }
  }
  wanted.refuseUnmet();
  const targets = sets.flatMap(({ step, uninformed }) => [
    step,
    ...(uninformed ? [uninformed] : []),
  ]);
  const about = { study: study.name ?? options.name, trials: sets.length };
  const summary: PlanSummary = await summaryOf(about, graph, targets, store);
  refuseCost(summary, options.maxCost);
  return { summary, targets, sets, labels: study.labels, warnings, threads, device };
}

/** Does what is left of a plan of labels, and lets `use` read them. @throws as `runPlan` */
export function readLabels<T>(
  plan: LabelPlan,
  options: RunOptions,
  use: (results: Pick<ResultCache, "read">) => Promise<T>,
): Promise<T> {
  for (const warning of plan.warnings) options.reporter.warn(warning);
  return runSteps(plan.targets, plan, options, use);
}
