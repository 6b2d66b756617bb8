// From a study to the steps that answer it: every step once, however many trials share it.

import { InputError, money } from "@w2s/base";
import type { Device } from "@w2s/grad";
import { Graph, type Step } from "../engine/index.js";
import type { Design, Figure } from "../outcome/index.js";
import type { PlanSummary } from "../reporter.js";
import type { Store } from "../store/index.js";
import {
  type Places,
  type SaidElsewhere,
  type StudentSpec,
  studentKind,
} from "../students/index.js";
import type { TaskExamples } from "../tasks/index.js";
import type { Cell } from "./cell.js";
import { Cells } from "./cells.js";
import { designOf } from "./design.js";
import { type ModelSource, OpenModels } from "./models.js";
import { type Only, Wanted } from "./only.js";
import { openTask } from "./open-task.js";
import { type PlannedStudy, studentsOf, supervisorsOf } from "./planned-study.js";
import { sameModelWarnings, studyWarnings } from "./study-warnings.js";
import { summaryOf } from "./summary.js";

/** Where a study is planned: its folder, its store, its models, and what is made smaller. */
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
  /** The part of the study that is wanted; default: all of it. */
  readonly only?: Only;
  /** Seeds in place of the study's own. */
  readonly seeds?: readonly number[];
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  /** Where models run; default "cpu". What one device computed is not taken for another's. */
  readonly device?: Device;
  /** Most money that services may be asked for, in the prices' unit; default: any. */
  readonly maxCost?: number | undefined;
  /** Keep trained weights beside results; default false: training again gives them again. */
  readonly keepWeights?: boolean;
}

/** A study as steps: what must be there in the end, and what is left to do. */
export interface Plan {
  readonly summary: PlanSummary;
  readonly cells: readonly Cell[];
  /** The cells once more for each setting that is varied, by their places. */
  readonly variations: readonly PlannedVariation[];
  /** What must be there in the end: the rows of the table, and the weights that are kept. */
  readonly targets: readonly Step[];
  readonly seeds: readonly number[];
  readonly warnings: readonly string[];
  /** The study's own: its assumptions and limits. */
  readonly notes: readonly string[];
  /** How the study is set up, as far as a reader of its results must know it. */
  readonly design: Design;
  /** Figures of the study's own. */
  readonly figures: readonly Figure[];
  /** What the study is made of: its data and models, by hashes of what was read. */
  readonly sources: PlanSources;
  /** Parameters of the largest model that a step opens, links and members included; 0: none. */
  readonly mostParameters: number;
  readonly threads: number;
  readonly device: Device;
  /** The steps that ask services. */
  readonly asking: readonly Step[];
}

/** The data and models that a plan read. */
export interface PlanSources {
  readonly tasks: readonly {
    readonly name: string;
    readonly examples: number;
    /** SHA-256 of the bytes that were read and of the options that make examples of them. */
    readonly sha256: string;
  }[];
  readonly models: readonly ModelSource[];
}

/** The cells of a study with one setting changed. */
export interface PlannedVariation {
  readonly setting: string;
  readonly value: string;
  readonly cells: readonly Cell[];
}

/**
 * Reads the tasks, finds the models and lays out the steps; trains nothing and writes nothing.
 * @throws InputError for bad data, an unknown model or layer, options that do not fit the data, and
 * where services may cost more than `maxCost`
 */
export async function planStudy(study: PlannedStudy, options: PlanOptions): Promise<Plan> {
  const { device = "cpu", keepWeights = false, threads = 2 } = options;
  const seeds = options.seeds ?? study.seeds;
  const wanted = new Wanted(options.only);
  const part = partOf(study, wanted);
  const variations = study.variations.map(({ setting, value, study: changed }) => {
    const cells: Cell[] = [];
    return { setting, value, cells, part: partOf(changed, wanted, study) };
  });
  const parts = [part, ...variations.map((variation) => variation.part)];
  const models = await OpenModels.of(parts.flatMap(studentsOf), options);
  const graph = new Graph(device, keepWeights);
  const laid = await layOut({ part, variations, wanted, seeds, models, graph }, options);
  const { cells, read } = laid;
  wanted.refuseUnmet();
  if (cells.length === 0) {
    throw new InputError(
      "--only: nothing of the study is left; no supervisor that is named teaches a student that is",
    );
  }
  const steps = graph.all();
  const scored = [cells, ...variations.map((variation) => variation.cells)].flat();
  const targets = [
    ...scored.flatMap(({ score, overlap = [] }) => [score, ...overlap]),
    ...steps.filter(({ beside }) => beside),
  ];
  const about = { study: study.name ?? options.name, trials: scored.length * seeds.length };
  const summary = await summaryOf(about, graph, targets, options.store);
  refuseCost(summary, options.maxCost);
  return {
    summary,
    cells,
    variations,
    targets,
    seeds,
    warnings: [
      ...studyWarnings(study),
      ...models.warnings(),
      ...sameModelWarnings(part, models),
      ...laid.warnings,
    ],
    notes: study.notes,
    design: designOf(part, read),
    figures: study.figures,
    sources: sourcesOf(read, models),
    mostParameters: models.mostParameters(),
    threads,
    device,
    asking: steps.filter(({ kind }) => kind.took),
  };
}

/** What is laid out, and on which graph. */
interface Layout {
  readonly part: PlannedStudy;
  /** Whose cells are filled in. */
  readonly variations: readonly { readonly cells: Cell[]; readonly part: PlannedStudy }[];
  readonly wanted: Wanted;
  readonly seeds: readonly number[];
  readonly models: OpenModels;
  readonly graph: Graph;
}

/** Reads the tasks, one after the other, and puts the steps of their cells on the graph. */
async function layOut(
  { part, variations, wanted, seeds, models, graph }: Layout,
  { baseDir, limit }: PlanOptions,
) {
  const elsewhere = await openElsewhere(part, { baseDir, seeds });
  const cells: Cell[] = [];
  const read: TaskExamples[] = [];
  const warnings: string[] = [];
  const notRun = new Set<string>();
  for (const task of part.tasks) {
    const about = { baseDir, limit, seed: seeds[0]! };
    const opened = await openTask(task, supervisorsOf(part), graph, models, about);
    const { room, examples } = opened;
    read.push(examples);
    warnings.push(...opened.warnings);
    const laid = new Cells(part, seeds, room, elsewhere, wanted);
    const own = laid.all();
    cells.push(...own);
    for (const line of laid.notRun()) notRun.add(line);
    const places = new Set(own.map(({ place }) => place));
    for (const variation of variations) {
      const arms = ["untouched" as const];
      const grid = { ...variation.part, arms, measures: [], overlap: false };
      variation.cells.push(...new Cells(grid, seeds, room, elsewhere).at(places));
    }
  }
  return { cells, read, warnings: [...warnings, ...notRun] };
}

function sourcesOf(read: readonly TaskExamples[], models: OpenModels): PlanSources {
  const tasks = read.map(({ name, examples, sourceHash: sha256 }) => {
    return { name, examples: examples.length, sha256 };
  });
  return { tasks, models: models.sources() };
}

/** @throws InputError where what is left to ask may cost more than it may */
export function refuseCost({ asks }: PlanSummary, maxCost: number | undefined): void {
  if (asks === undefined || maxCost === undefined || asks.cost <= maxCost) return;
  throw new InputError(
    `--max-cost: the ${asks.questions} questions that are left may cost up to ` +
      `${money(asks.cost)}, more than ${money(maxCost)}; nothing was asked: allow more, or ask ` +
      "less with --limit",
  );
}

/**
 * The study without what is not wanted; its methods stay, as their names depend on one another.
 * @param named whose names count: of a variation, the study's own
 */
function partOf(study: PlannedStudy, wanted: Wanted, named = study): PlannedStudy {
  const kept = (part: "supervisor" | "student", names: readonly { readonly label: string }[]) =>
    names.map(({ label }) => wanted.has(part, label));
  const supervisors = kept("supervisor", named.supervisors);
  const students = kept("student", named.students);
  return {
    ...study,
    tasks: study.tasks.filter(({ name }) => wanted.has("task", name)),
    supervisors: study.supervisors.filter((_, i) => supervisors[i]),
    students: study.students.filter((_, i) => students[i]),
  };
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
