// Makes a labelling project of a task's examples: what is shown in one file, what is right in
// another.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError, makeFolder, writeFileWhole } from "@w2s/base";
import { random, splitTask, type TaskExamples } from "@w2s/lab";
import { lockFolder } from "../folder-lock.js";
import {
  checkSettings,
  type ItemFile,
  mostOptions,
  type ProjectFile,
  projectFiles,
  type Settings,
} from "./project.js";

/** Which of a task's examples are labelled. */
export const splitNames = ["transfer", "validation", "test", "supervise"] as const;
/** Which of a task's examples are labelled. */
export type SplitName = (typeof splitNames)[number];

/** What people may read beside an item. */
export interface Help {
  readonly assistance?: ItemFile["assistance"];
  readonly debate?: ItemFile["debate"];
}

/** What a project is made of. */
export interface ProjectOptions {
  readonly task: TaskExamples;
  /** Default: transfer and validation, which students learn from. */
  readonly splits?: readonly SplitName[];
  /** Seeds of the study that the labels are for: items are what any of them asks; default 0. */
  readonly seeds?: readonly number[];
  /** At most so many items, drawn by the project's seed; default: all. */
  readonly items?: number | undefined;
  /** Settings that are not the defaults. */
  readonly settings?: Partial<Settings>;
  /** Markdown; default: a page that names the options. */
  readonly guidelines?: string | undefined;
  /** What an item has to read beside it. */
  readonly helpFor?: (id: string) => Help;
  /** Write over the items of a project that is there; what people said, and guidelines, stay. */
  readonly update?: boolean;
}

/** A project that was written. */
export interface MadeProject {
  readonly items: number;
  readonly files: readonly string[];
}

/**
 * Writes a project into `folder`.
 * @throws InputError for a task that cannot be labelled by keys, for items without what an arm
 * shows, for a folder that is a project already, and for one that a studio has open
 */
export async function makeProject(folder: string, options: ProjectOptions): Promise<MadeProject> {
  const { task, splits = ["transfer", "validation"], update = false } = options;
  const settings = checkSettings(options.settings ?? {});
  const shape = shapeOf(task);
  const isThere = (await stat(join(folder, projectFiles.project)).catch(() => null)) !== null;
  if (isThere && !update) {
    throw new InputError(
      `${folder}: is a labelling project already; name another folder, or say --update to write ` +
        "its items anew and keep what people said",
    );
  }
  const rows = rowsOf(options, splits, settings.seed);
  const items = rows.map((row): ItemFile => {
    const { id, inputs } = task.examples[row]!;
    const { assistance, debate } = options.helpFor?.(id) ?? {};
    refuseWithout(id, settings, { assistance, debate });
    return { id, texts: [...inputs], ...(assistance && { assistance }), ...(debate && { debate }) };
  });
  const project: ProjectFile = {
    format: 1,
    task: task.name,
    splits: [...splits],
    shape,
    options: [...task.optionNames],
    ...settings,
  };
  const truth = rows.map((row) => {
    const { id, label } = task.examples[row]!;
    return { id, truth: label };
  });
  const files = {
    [projectFiles.items]: jsonl(items),
    [projectFiles.truth]: jsonl(truth),
    ...(isThere ? {} : { [projectFiles.guidelines]: options.guidelines ?? plainGuidelines(task) }),
    [projectFiles.project]: `${JSON.stringify(project, null, 2)}\n`,
  };
  await makeFolder(folder);
  // Whoever labels meanwhile would answer items that are no more.
  const unlock = isThere ? await lockFolder(folder, "w2s label init") : () => undefined;
  try {
    for (const [name, text] of Object.entries(files)) {
      await writeFileWhole(join(folder, name), text);
    }
  } finally {
    await unlock();
  }
  return { items: items.length, files: Object.keys(files) };
}

function shapeOf({ shape, options, name }: TaskExamples): ProjectFile["shape"] {
  if (shape === "answer") {
    throw new InputError(`task ${name}: is answered in words; people label tasks with options`);
  }
  if (options <= mostOptions) return shape;
  throw new InputError(
    `task ${name}: has ${options} options; people label at most ${mostOptions}, a key each`,
  );
}

/** Rows of the splits under any of the seeds, each once, in an order of the project's own. */
function rowsOf(
  { task, seeds = [0], items = Number.POSITIVE_INFINITY }: ProjectOptions,
  splits: readonly SplitName[],
  seed: number,
): number[] {
  const rows = new Set<number>();
  for (const each of seeds) {
    const parts = splitTask(task, each);
    for (const name of splits) for (const row of parts[name]) rows.add(row);
  }
  return random(seed, "label/order")
    .shuffle([...rows])
    .slice(0, items);
}

function refuseWithout(id: string, { arms }: Settings, help: Help): void {
  if (arms.includes("assisted") && !help.assistance) {
    throw new InputError(
      `${JSON.stringify(id)}: no model said anything of it, as the arm "assisted" needs; name a ` +
        "run with evidence of these items by --assist",
    );
  }
  if (arms.includes("debate") && !help.debate?.length) {
    throw new InputError(
      `${JSON.stringify(id)}: nobody debates it, as the arm "debate" needs; name a run whose ` +
        "debates are of these items by --debates, or label problems of the world that have claims",
    );
  }
}

const plainGuidelines = ({ name, optionNames }: TaskExamples): string =>
  `# ${name}\n\nRead each item and choose:\n\n${optionNames
    .map((option, k) => `${k + 1}. ${option}`)
    .join("\n")}\n\nSkip what cannot be decided. (Write here what the study wants.)\n`;

const jsonl = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");
