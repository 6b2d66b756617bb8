// From a study to the steps that answer it: every step once, however many trials share it.

import type { Device } from "@w2s/grad";
import { estimateMs, Graph, neededSteps, piecesOf, type Step, wavesOf } from "../engine/index.js";
import type { Figure } from "../outcome/index.js";
import type { PlanSummary } from "../reporter.js";
import type { Store } from "../store/index.js";
import {
  type Places,
  type SaidElsewhere,
  type StudentSpec,
  studentKind,
} from "../students/index.js";
import { openSupervisor } from "../supervisors/index.js";
import { loadTask, splitWarnings } from "../tasks/index.js";
import type { Cell } from "./cell.js";
import { Cells } from "./cells.js";
import { OpenModels } from "./models.js";
import { type PlannedStudy, studentsOf } from "./planned-study.js";
import { studyWarnings } from "./study-warnings.js";
import { TaskRoom } from "./task-room.js";

export interface PlanOptions {
  /** The study's name where it gives none itself. */
  readonly name: string;
  /** Folder that the study's relative paths start from. */
  readonly baseDir: string;
  readonly store: Store;
  /** Folders that models are looked for in, first one first. */
  readonly modelFolders: readonly string[];
  /** At most this many examples of each task. */
  readonly limit?: number;
  /** Seeds in place of the study's own. */
  readonly seeds?: readonly number[];
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  /** Where models run; default "cpu". What one device computed is not taken for another's. */
  readonly device?: Device;
  /** Keep trained weights beside results; default false: training again gives them again. */
  readonly keepWeights?: boolean;
}

export interface Plan {
  readonly summary: PlanSummary;
  readonly cells: readonly Cell[];
  /** What must be there in the end: the rows of the table, and the weights that are kept. */
  readonly targets: readonly Step[];
  readonly seeds: readonly number[];
  readonly warnings: readonly string[];
  /** The study's own: its assumptions and limits. */
  readonly notes: readonly string[];
  /** Figures of the study's own. */
  readonly figures: readonly Figure[];
  readonly threads: number;
  readonly device: Device;
}

/**
 * Reads the tasks, finds the models and lays out the steps; trains nothing and writes nothing.
 * @throws InputError for bad data, an unknown model or layer, or options that do not fit the data
 */
export async function planStudy(study: PlannedStudy, options: PlanOptions): Promise<Plan> {
  const { device = "cpu", keepWeights = false, threads = 2, baseDir } = options;
  const seeds = options.seeds ?? study.seeds;
  const models = await OpenModels.of(studentsOf(study), options);
  const elsewhere = await openElsewhere(study, { baseDir, seeds });
  const graph = new Graph(device, keepWeights);
  const cells: Cell[] = [];
  const warnings = studyWarnings(study);
  for (const task of study.tasks) {
    const examples = await loadTask(task, { baseDir, limit: options.limit });
    warnings.push(...examples.warnings.map((warning) => `${examples.name}: ${warning}`));
    const moved = splitWarnings(examples, seeds[0]!);
    warnings.push(...moved.map((warning) => `${examples.name}: ${warning}`));
    const room = new TaskRoom(examples, graph, models, baseDir);
    for (const supervisor of study.supervisors) await openSupervisor(supervisor, room);
    cells.push(...new Cells(study, seeds, room, elsewhere).all());
  }
  const steps = graph.all();
  const targets = [...cells.map(({ score }) => score), ...steps.filter(({ beside }) => beside)];
  const needed = await neededSteps(targets, options.store);
  const summary: PlanSummary = {
    study: study.name ?? options.name,
    trials: cells.length * seeds.length,
    steps: steps.length,
    cached: steps.length - needed.length,
    toRun: needed.length,
    estimateMs: await estimateMs(options.store, needed),
    work: workOf(needed),
  };
  const { notes, figures } = study;
  return { summary, cells, targets, seeds, warnings, notes, figures, threads, device };
}

/** What students that were trained elsewhere say. */
async function openElsewhere(
  { tasks, supervisors, students }: PlannedStudy,
  given: Pick<Places, "baseDir" | "seeds">,
): Promise<Map<StudentSpec, SaidElsewhere>> {
  const named = {
    tasks: tasks.map(({ name }) => name),
    supervisors: supervisors.map(({ label }) => label),
  };
  const open = new Map<StudentSpec, SaidElsewhere>();
  for (const student of students) {
    const said = await studentKind(student).open?.(student, { ...given, ...named });
    if (said) open.set(student, said);
  }
  return open;
}

/** What will run, by pieces, as a listener will hear of it. */
function workOf(needed: readonly Step[]): PlanSummary["work"] {
  return wavesOf(needed)
    .flatMap(piecesOf)
    .map((passes) => {
      const steps = passes.flat();
      const { kind } = steps[0]!;
      return { kind: kind.name, label: kind.describe(steps).label, steps: steps.length };
    });
}
