// What a scheduler is given: a list of passes for each level of the graph, a script that runs one
// task of a level, and one that submits all of them, each level after the one before. Nothing in
// the lists is Slurm's own: other schedulers run the same tasks (docs/executors.md).

import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, writeFileWhole } from "@w2s/base";
import { keptNames, type Pass } from "@w2s/lab/engine";
import { z } from "zod";
import { type Order, orderName } from "../order.js";

/** Where scripts go, and what they say. */
export interface ScriptOptions {
  readonly folder: string;
  readonly order: Order;
  /** The module that runs a task, with the folder, level and task as arguments. */
  readonly task: string;
  /** More options of sbatch, such as "--partition=gpu". */
  readonly options: readonly string[];
  /** Tasks of a level at most; each plans the study once. Default 64. */
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
  await mkdir(join(folder, "logs"), { recursive: true });
  await mkdir(join(folder, "failed"), { recursive: true });
  await writeFileWhole(join(folder, "order.json"), `${JSON.stringify(order, null, 2)}\n`);
  const levels: Pass[][] = [];
  for (const pass of passes) {
    levels[pass.level] ??= [];
    levels[pass.level]!.push(pass);
  }
  const tasks = levels.map((level) => Math.min(mostTasks, level.length));
  for (const [i, level] of levels.entries()) {
    // Dealt out, so that each task has of all kinds.
    const dealt = Array.from({ length: tasks[i]! }, (_, n) =>
      level.filter((_, at) => at % tasks[i]! === n).map(listed),
    );
    const lines = dealt.map((one) => `${JSON.stringify(one)}\n`).join("");
    await writeFileWhole(join(folder, listFile(i)), lines);
    await writeFileWhole(join(folder, `level-${i}.sh`), levelScript(i, folder, task));
  }
  await writeFileWhole(join(folder, "submit.sh"), submitScript(tasks, folder, order, options));
  return tasks;
}

/** A line a task: the passes that it runs, one after the other. */
export const listFile = (level: number): string => `level-${level}.jsonl`;

/** Where a task leaves the line for which it refused all of its passes. */
export const refusedFile = (task: string): string => join("refused", task);

/** What a task wrote. */
export const logFile = (task: string): string => join("logs", `${task}.log`);

/** A task's name in the files of its folder. */
export const taskName = (level: number, task: number | string): string => `level-${level}-${task}`;

/** The names of the tasks that passes are listed for. */
export async function listedTasks(folder: string): Promise<ReadonlyMap<string, string>> {
  const tasks = new Map<string, string>();
  const files = await readdir(folder).catch((): string[] => []);
  // Of lists that an earlier command left, the higher levels are not replaced: the lowest counts.
  for (let level = 0; files.includes(listFile(level)); level++) {
    const lines = (await readFile(join(folder, listFile(level)), "utf8")).split("\n");
    for (const [task, line] of lines.entries()) {
      const passes = line === "" ? [] : z.array(listedPass).parse(JSON.parse(line));
      for (const { pass } of passes) {
        if (!tasks.has(pass)) tasks.set(pass, taskName(level, task));
      }
    }
  }
  return tasks;
}

const listed = ({ name, steps }: Pass): ListedPass => ({
  pass: name,
  steps: steps.map((step) => step.name),
  keeps: keptNames(steps),
});

function levelScript(level: number, folder: string, task: string): string {
  return [
    "#!/bin/sh",
    "# One task of this level: its number is Slurm's, PBS's, Kubernetes' or the first argument.",
    `task="\${SLURM_ARRAY_TASK_ID:-\${PBS_ARRAY_INDEX:-\${JOB_COMPLETION_INDEX:-$1}}}"`,
    `exec ${quoted(process.execPath)} ${quoted(task)} ${quoted(folder)} ${level} "$task"`,
    "",
  ].join("\n");
}

function submitScript(
  tasks: readonly number[],
  folder: string,
  order: Order,
  options: readonly string[],
): string {
  const lines = [
    "#!/bin/sh",
    "# Submits every level after the one before; jobs get their numbers.",
  ];
  lines.push("set -eu", `cd ${quoted(folder)}`, "rm -f jobs");
  tasks.forEach((count, level) => {
    const given = [
      "--parsable",
      `--job-name=${quoted(`${orderName(order)}-${level}`)}`,
      `--array=0-${count - 1}`,
      `--cpus-per-task=${order.threads}`,
      `--output=${quoted(join(folder, logFile(taskName(level, "%a"))))}`,
      ...(level === 0 ? [] : ['--dependency="afterany:$id"']),
      ...options.map(quoted),
    ];
    lines.push(`id=$(sbatch ${given.join(" ")} ${quoted(`level-${level}.sh`)})`);
    lines.push(`id="\${id%%;*}"`, 'echo "$id" >> jobs');
  });
  return `${lines.join("\n")}\n`;
}

/** A word for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
