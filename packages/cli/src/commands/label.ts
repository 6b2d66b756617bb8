// w2s label init: makes a labelling project for the studio.

import { readFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { didYouMean, InputError, plain } from "@w2s/base";
import { type Example, loadTask, type Task, type TaskExamples } from "@w2s/lab";
import { type SessionArm, sessionArms } from "@w2s/lab/labelling";
import { type Help, makeProject, type SplitName, splitNames } from "@w2s/studio";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { type AssistantFilter, assistanceOf } from "../label/assistance.js";
import { runDebates } from "../label/run-debates.js";
import { worldDebate } from "../label/world-debate.js";
import { cannotWrite, isSystemError } from "../results/write-error.js";
import { givenTask, openStudy } from "../study-file/open-study.js";
import { plural } from "../text.js";

export interface LabelInitFlags extends AssistantFilter {
  readonly to?: string;
  readonly split?: string;
  readonly items?: number;
  readonly limit?: number;
  readonly seed?: number;
  readonly seeds?: readonly number[];
  readonly annotators?: string;
  readonly perItem?: number;
  readonly timeLimit?: number;
  readonly confidence: boolean;
  readonly arms?: string;
  readonly assist?: string;
  readonly debates?: string;
  readonly debate?: string;
  readonly guidelines?: string;
  readonly update: boolean;
}

/** Makes a project of a study's task, or of a task. */
export async function labelInit(which: string, flags: LabelInitFlags, io: Io): Promise<ExitCode> {
  const { task, seeds, baseDir } = await asked(which, flags, io);
  const examples = await loadTask(task, { baseDir, limit: flags.limit });
  const arms = armsOf(flags);
  const splits = listed<SplitName>("--split", flags.split, splitNames) ?? [
    ...(flags.assist === undefined ? (["transfer", "validation"] as const) : (["test"] as const)),
  ];
  const helpFor = await helpOf(examples, arms, splits, flags, io);
  const folder = resolve(io.cwd, flags.to ?? join("labelling", safeName(examples.name)));
  const made = await makeProject(folder, {
    task: examples,
    splits,
    seeds,
    items: flags.items,
    guidelines: await guidelinesIn(flags.guidelines, io.cwd),
    update: flags.update,
    helpFor,
    settings: {
      arms: [...arms],
      confidence: flags.confidence,
      perItem: flags.perItem ?? 1,
      limitSeconds: flags.timeLimit ?? null,
      annotators: flags.annotators?.split(",").map((name) => name.trim()) ?? null,
    },
  }).catch((error: unknown) => {
    throw isSystemError(error) ? cannotWrite(folder, error, "--to DIR") : error;
  });
  const shown = plain(relative(io.cwd, folder) || ".");
  const studio = isListed(folder, io.cwd) ? "w2s studio" : `w2s studio ${shown}`;
  io.stdout.write(
    `wrote ${made.files.join(", ")} into ${shown}: ${plural(made.items, "item")} of ` +
      `${plain(examples.name)} (${splits.join(", ")}), ${arms.join(", ")}\n` +
      `say in ${shown}/guidelines.md how to label\nnext: npx ${studio}\n`,
  );
  return exitCode.ok;
}

/** Whether a studio of the current folder lists the project: it looks below labelling/. */
const isListed = (folder: string, cwd: string): boolean =>
  dirname(folder) === join(cwd, "labelling") || folder === cwd;

/** What people have beside an item: by name, or what there is help for. */
function armsOf({ arms, assist, debates }: LabelInitFlags): readonly SessionArm[] {
  const helped: SessionArm[] = [
    ...(assist === undefined ? [] : (["assisted"] as const)),
    ...(debates === undefined ? [] : (["debate"] as const)),
  ];
  const named = listed<SessionArm>("--arms", arms, sessionArms);
  return named ?? (helped.length === 0 ? ["alone"] : helped);
}

/** What each item has to read beside it, as far as its arms show any. */
async function helpOf(
  examples: TaskExamples,
  arms: readonly SessionArm[],
  splits: readonly SplitName[],
  flags: LabelInitFlags,
  { cwd }: Io,
): Promise<(id: string) => Help> {
  const { assist, debates, debate: supervisor } = flags;
  const { name: task } = examples;
  const byId = new Map(examples.examples.map((example) => [example.id, example]));
  const assistance =
    assist === undefined
      ? undefined
      : await assistanceOf(assist, { ...flags, task }, splits, byId, cwd);
  const held =
    debates === undefined ? undefined : await runDebates(debates, { task, supervisor }, byId, cwd);
  const debateOf = (example: Example) =>
    held === undefined ? worldDebate(example, examples) : held.get(example.id);
  return (id) => {
    const said = assistance?.get(id);
    const debate = arms.includes("debate") ? debateOf(byId.get(id)!) : undefined;
    return {
      ...(said && { assistance: { by: said.by, said: said.said } }),
      ...(debate && { debate: [...debate] }),
    };
  };
}

/** The task that is meant, and the seeds of the study whose it is. */
async function asked(
  which: string,
  { task: name, seed, seeds }: LabelInitFlags,
  io: Io,
): Promise<{ readonly task: Task; readonly seeds: readonly number[]; readonly baseDir: string }> {
  const given = seeds ?? (seed === undefined ? undefined : [seed]);
  if (![".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"].includes(extname(which))) {
    const task = await givenTask(which, io.cwd, "label init");
    return { task, seeds: given ?? [0], baseDir: io.cwd };
  }
  const { study, folder } = await openStudy(which, {}, io);
  const names = study.tasks.map((task) => task.name);
  const task = name === undefined ? study.tasks[0]! : study.tasks.find((one) => one.name === name);
  if (task === undefined || (name === undefined && names.length > 1)) {
    throw new InputError(
      `--task: must be one of the study's tasks, ${names.map(plain).join(", ")}` +
        (name === undefined ? "" : `, got "${plain(name)}"${didYouMean(name, names)}`),
    );
  }
  return { task, seeds: given ?? study.seeds, baseDir: folder };
}

function listed<T extends string>(
  option: string,
  text: string | undefined,
  known: readonly T[],
): T[] | undefined {
  return text?.split(",").map((part) => {
    const found = known.find((one) => one === part.trim());
    if (found !== undefined) return found;
    throw new InputError(
      `${option}: must be one or more of ${known.join(", ")}, got "${part.trim()}"`,
    );
  });
}

async function guidelinesIn(path: string | undefined, cwd: string): Promise<string | undefined> {
  if (path === undefined) return undefined;
  return readFile(resolve(cwd, path), "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`--guidelines: ${path} cannot be read (${cause.code})`, { cause });
  });
}

const safeName = (name: string): string =>
  name.replaceAll(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "task";
