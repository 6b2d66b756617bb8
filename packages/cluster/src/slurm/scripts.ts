// What a scheduler is given: lists of passes for each level of the graph, one for those that need
// no GPU (in a plan for the CPU) and one for each kind and number of GPUs; a script that runs one
// task of a list, and one that submits all of them as arrays, each level after the one before.
// Nothing in the lists is Slurm's own: other schedulers run the same tasks (docs/executors.md).

import { readdir, readFile, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { InputError, makeFolder, writeFileWhole } from "@w2s/base";
import { keptNames, type Pass } from "@w2s/lab/engine";
import { z } from "zod";
import { type Order, orderName } from "../order.js";

/** Where scripts go, and what they say. */
export interface ScriptOptions {
  readonly folder: string;
  readonly order: Order;
  /** The module that runs a task, with the folder, its array and its number as arguments. */
  readonly task: string;
  /** More options of sbatch, such as "--partition=gpu". */
  readonly options: readonly string[];
  /** Tasks of an array at most; each plans the study once. Default 64. */
  readonly mostTasks?: number;
}

export const listedPass = z.object({
  pass: z.string(),
  steps: z.array(z.string()),
  keeps: z.array(z.string()),
});
/** A pass as a list has it. */
export type ListedPass = z.infer<typeof listedPass>;

/** Writes lists and scripts. @returns how many tasks each level has */
export async function writeScripts(
  passes: readonly Pass[],
  { folder, order, task, options, mostTasks = 64 }: ScriptOptions,
): Promise<number[]> {
  for (const option of options) {
    if (!/^--[\w-]+(=[^\n]*)?$/.test(option)) {
      throw new InputError(`--slurm-option: must be an option of sbatch, got "${option}"`);
    }
  }
  await assertOwn(folder);
  await makeFolder(join(folder, "logs"));
  await makeFolder(join(folder, "failed"));
  await writeFileWhole(join(folder, "order.json"), `${JSON.stringify(order, null, 2)}\n`);
  const arrays = arraysOf(passes, mostTasks, order);
  for (const name of await readdir(folder)) {
    // Of an earlier command, whose levels may have been others.
    if (scriptName.test(name)) await rm(join(folder, name));
  }
  for (const { name, gpus, tasks } of arrays) {
    const lines = tasks.map((one) => `${JSON.stringify(one.map(listed))}\n`).join("");
    await writeFileWhole(join(folder, listFile(name)), lines);
    await writeFileWhole(join(folder, `${name}.sh`), arrayScript(name, folder, task, gpus));
  }
  await writeFileWhole(join(folder, "submit.sh"), submitScript(arrays, folder, order, options));
  const levels: number[] = [];
  for (const { level, tasks } of arrays) levels[level] = (levels[level] ?? 0) + tasks.length;
  return levels;
}

/** What a command makes before it writes the order, which tells a folder of ours from others. */
const emptyAtFirst = ["logs", "failed"];

/** @throws InputError where files lie in the folder and no order of an earlier command */
async function assertOwn(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw new InputError(`${folder}: must be a folder for scripts (${error.code}); name another`);
  });
  const foreign = names.find((name) => !emptyAtFirst.includes(name));
  if (foreign === undefined || (await earlierOrder(folder)) !== undefined) return;
  throw new InputError(
    `${folder}: must be a new folder, or one of scripts that w2s wrote; ${foreign} lies there; ` +
      "name another folder",
  );
}

/** What of an order any version wrote. */
const anyOrder = z.object({ format: z.number(), study: z.string(), plan: z.string() });

/** The order whose scripts lie in a folder, if any do. */
export async function earlierOrder(
  folder: string,
): Promise<Pick<Order, "study" | "plan"> | undefined> {
  const text = await readFile(join(folder, "order.json"), "utf8").catch(() => "null");
  try {
    return anyOrder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Passes of a level that need the same GPUs, dealt out to tasks. */
interface TaskArray {
  /** "level-0"; of passes that need GPUs "level-0-gpu-2", "level-0-gpu-a100-1". */
  readonly name: string;
  readonly level: number;
  /** "2", "a100:1"; undefined: none. */
  readonly gpus: string | undefined;
  readonly tasks: readonly (readonly Pass[])[];
}

/** In the order of their levels; those without GPUs first. */
function arraysOf(passes: readonly Pass[], mostTasks: number, { device }: Order): TaskArray[] {
  const together = new Map<string, { about: Omit<TaskArray, "tasks">; passes: Pass[] }>();
  for (const pass of passes) {
    const { level, kind, steps } = pass;
    // Whatever runs in a process of a GPU's plan opens the GPU first.
    const gpus = kind.gpus?.(steps) ?? (device === "cpu" ? undefined : "1");
    const name = `level-${level}${gpus === undefined ? "" : `-gpu-${gpus.replace(":", "-")}`}`;
    const there = together.get(name);
    if (there) there.passes.push(pass);
    else together.set(name, { about: { name, level, gpus }, passes: [pass] });
  }
  const arrays = [...together.values()].map(({ about, passes }): TaskArray => {
    const count = Math.min(mostTasks, passes.length);
    // Dealt out, so that each task has of all kinds.
    const tasks = Array.from({ length: count }, (_, n) =>
      passes.filter((_, at) => at % count === n),
    );
    return { ...about, tasks };
  });
  return arrays.sort((a, b) => a.level - b.level || a.name.length - b.name.length);
}

const scriptName = /^level-\d+(-gpu-[\w.-]+)?\.(jsonl|sh)$/;

/** A line a task: the passes that it runs, one after the other. */
export const listFile = (array: string): string => `${array}.jsonl`;

/** Where a task leaves the line for which it refused all of its passes. */
export const refusedFile = (task: string): string => join("refused", task);

/** What a task wrote. */
export const logFile = (task: string): string => join("logs", `${task}.log`);

/** A task's name in the files of its folder. */
export const taskName = (array: string, task: number | string): string => `${array}-${task}`;

/** The names of the tasks that passes are listed for. */
export async function listedTasks(folder: string): Promise<ReadonlyMap<string, string>> {
  const tasks = new Map<string, string>();
  const files = await readdir(folder).catch((): string[] => []);
  for (const file of files.filter((name) => scriptName.test(name) && name.endsWith(".jsonl"))) {
    const lines = (await readFile(join(folder, file), "utf8")).split("\n");
    for (const [task, line] of lines.entries()) {
      const passes = line === "" ? [] : z.array(listedPass).parse(JSON.parse(line));
      for (const { pass } of passes) tasks.set(pass, taskName(parse(file).name, task));
    }
  }
  return tasks;
}

const listed = ({ name, steps }: Pass): ListedPass => ({
  pass: name,
  steps: steps.map((step) => step.name),
  keeps: keptNames(steps),
});

function arrayScript(array: string, folder: string, task: string, gpus?: string): string {
  return [
    "#!/bin/sh",
    "# One task of this array: its number is Slurm's, PBS's, Kubernetes' or the first argument.",
    ...(gpus === undefined ? [] : [`#SBATCH --gres=gpu:${gpus}`, `export W2S_GPUS=${gpus}`]),
    `task="\${SLURM_ARRAY_TASK_ID:-\${PBS_ARRAY_INDEX:-\${JOB_COMPLETION_INDEX:-$1}}}"`,
    `exec ${quoted(process.execPath)} ${quoted(task)} ${quoted(folder)} ${array} "$task"`,
    "",
  ].join("\n");
}

function submitScript(
  arrays: readonly TaskArray[],
  folder: string,
  order: Order,
  options: readonly string[],
): string {
  const lines = [
    "#!/bin/sh",
    "# Submits every level after the one before; jobs get their numbers.",
    "set -eu",
    `cd ${quoted(folder)}`,
    "rm -f jobs",
    'ids=""',
    "# sbatch hands on all that is set, and Slurm keeps it: what no task needs stays here.",
    `unset ${unneeded(order).join(" ")}`,
  ];
  for (const [i, { name, level, tasks }] of arrays.entries()) {
    if (i > 0 && arrays[i - 1]!.level < level) lines.push('before="$ids"; ids=""');
    const given = [
      "--parsable",
      `--job-name=${quoted(`${orderName(order)}-${name.replace("level-", "")}`)}`,
      `--array=0-${tasks.length - 1}`,
      `--cpus-per-task=${order.threads}`,
      // In a path, % is Slurm's own sign.
      `--output=${quoted(join(folder.replaceAll("%", "%%"), logFile(taskName(name, "%a"))))}`,
      ...(level === 0 ? [] : ['--dependency="afterany$before"']),
      ...options.map(quoted),
    ];
    lines.push(`id=$(sbatch ${given.join(" ")} ${quoted(`${name}.sh`)})`);
    lines.push(`id="\${id%%;*}"`, 'echo "$id" >> jobs', 'ids="$ids:$id"');
  }
  return `${lines.join("\n")}\n`;
}

/** Variables with secrets that no task of the order needs: a bucket's where the store is none. */
function unneeded({ store }: Order): readonly string[] {
  return store.startsWith("s3://") ? ofQueues : [...ofQueues, ...ofBuckets];
}

const ofQueues = ["W2S_QUEUE"];
const ofBuckets = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/** A word for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
