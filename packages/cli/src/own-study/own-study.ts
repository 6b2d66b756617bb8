// A study of a user's own data: the file is read, its columns are guessed, the task is loaded as
// guessed, and all of it is told.

import { relative, resolve } from "node:path";
import { InputError } from "@w2s/base";
import { loadTask, type Task, type TaskExamples, taskFromJson } from "@w2s/lab";
import { seedRows } from "@w2s/lab/engine";
import { fieldOf, firstOf, shortly, textOf } from "./columns.js";
import { sampled } from "./file-form.js";
import { guessTask } from "./guess.js";
import type { Guess } from "./sample.js";
import { literal, seeds, studyText } from "./study-text.js";

export interface OwnStudy {
  /** The study file's name: "reviews.study.ts". */
  readonly file: string;
  readonly text: string;
  /** What a user is to look at, a line each. */
  readonly lines: readonly string[];
  /**
   * Why it cannot run as it stands: a row that does not read as guessed, too few rows, groups too
   * large; undefined where it can.
   */
  readonly hindered: string | undefined;
}

/**
 * The study of the data in `from`, to be written into `folder`.
 * @throws InputError where the file cannot be read, or its columns cannot be told
 */
export async function ownStudy(from: string, cwd: string, folder: string): Promise<OwnStudy> {
  const { rows, whole, form, guess } = await guessed(from, cwd);
  const source = relative(folder, resolve(cwd, from)).replaceAll("\\", "/");
  const task = taskFromJson({ kind: guess.kind, source, ...guess.options });
  const loaded = await loadTask(task, { baseDir: folder }).catch(asRefusal);
  const isRead = !(loaded instanceof InputError);
  // A study's name is a folder's too.
  const name = task.name.replaceAll(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "own";
  const found = isRead ? foundLine(loaded) : `it does not read so: ${loaded.message}`;
  return {
    file: `${name}.study.ts`,
    text: studyText({ name, source, shown: from, guess, found }),
    lines: [
      `${from}: ${rows.length.toLocaleString("en-US")} rows${whole ? "" : " looked at"}, ` +
        `${isRead ? "read as" : "looks like"} ${guess.kind}(...)`,
      ...optionLines(guess, rows[0]!),
      ...(isRead ? [`  ${found}`] : []),
      ...[
        ...guess.notes,
        ...(isRead ? loaded.warnings : []),
        ...(form.header === false ? [noHeader] : []),
      ].map((note) => `  look: ${note}`),
    ],
    hindered: isRead ? hindrance(loaded) : loaded.message,
  };
}

function asRefusal(error: unknown): InputError {
  if (error instanceof InputError) return error;
  throw error;
}

/** What keeps a task's examples from being divided, for any of the study's seeds. */
function hindrance(task: TaskExamples): string | undefined {
  try {
    for (let seed = 0; seed < seeds; seed += 1) seedRows(task, seed);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/**
 * The task of the data in `from`, as its columns were guessed.
 * @throws InputError where the file cannot be read, or its columns cannot be told
 */
export async function guessedTask(from: string, cwd: string): Promise<Task> {
  const { guess } = await guessed(from, cwd);
  return taskFromJson({ kind: guess.kind, source: from, ...guess.options });
}

async function guessed(from: string, cwd: string) {
  const sample = await sampled(from, cwd);
  const guess = guessTask(from, sample.rows, sample.classNames);
  return { ...sample, guess: { ...guess, options: { ...guess.options, ...sample.form } } };
}

const noHeader =
  "the first line looks like data, so columns are called 0, 1, ...: header: [names] names them";

function optionLines({ options, reasons }: Guess, row: Readonly<Record<string, unknown>>) {
  const width = Math.max(...Object.keys(options).map((key) => key.length));
  return Object.entries(options).map(([key, value]) => {
    const field = typeof value === "string" ? textOf(fieldOf(row, value)) : "";
    const example = field === "" ? "" : `, for example ${JSON.stringify(shortly(field))}`;
    const said = `${reasons[key] ?? ""}${example}`;
    return `  ${key.padEnd(width)}  ${shortly(literal(value), 72)}  ${said}`.trimEnd();
  });
}

function foundLine({ examples, optionNames, dropped }: TaskExamples): string {
  const counts = firstOf(
    optionNames.map(
      (name, k) =>
        `${examples.filter(({ label }) => label === k).length.toLocaleString("en-US")} ` +
        `"${shortly(name, 24)}"`,
    ),
  );
  const left = Object.entries(dropped).filter(([, count]) => count > 0);
  const lost = left.map(([why, count]) => `${count.toLocaleString("en-US")} ${why}`).join(", ");
  return `it gives ${counts}${lost === "" ? "" : `; left out: ${lost}`}`;
}
