// Settings of a study's tasks changed from the command line: `--set task.limit=200`.

import { didYouMean, InputError } from "@w2s/base";
import { isSought, type Task, taskKind, withOptions } from "../tasks/index.js";
import type { Place } from "./place.js";
import { parseValue, readAs } from "./read-setting.js";

/**
 * The tasks with one option changed, of those at the place whose kind has it; of an option that is
 * an object also one of its fields.
 * @throws InputError for an option that none of them has, and for what the task refuses
 */
export function changedTasks(
  tasks: readonly Task[],
  { at, path: [option, ...fields] }: Place,
  key: string,
  text: string,
): Task[] {
  const isMeant = (_: Task, i: number) => at === undefined || at === i;
  const takes = (task: Task) => Object.hasOwn(taskKind(task).schema.shape, option);
  if (!tasks.filter(isMeant).some(takes)) {
    const known = tasks.filter(isMeant).flatMap((task) => Object.keys(taskKind(task).schema.shape));
    const which = at === undefined ? "no task of this study" : `"task.${at}"`;
    const has = at === undefined ? "has it" : "does not have it";
    throw new InputError(
      `setting "${key}": ${which} ${has}` +
        (didYouMean(option, known) || `; known: ${[...new Set(known)].join(", ")}`),
    );
  }
  return tasks.map((task, i) =>
    isMeant(task, i) && takes(task) ? changedTask(task, { option, fields, key, text }) : task,
  );
}

interface Change {
  readonly option: string;
  readonly fields: readonly string[];
  readonly key: string;
  readonly text: string;
}

function changedTask(task: Task, { option, fields, key, text }: Change): Task {
  if (option === "as" && isSought(task.source)) {
    throw new InputError(
      `setting "${key}": the form of two classes of "${task.name}" is its recipe's; say it in ` +
        'the study, as: "binary"',
    );
  }
  const schema = taskKind(task).schema.shape[option]!;
  if (fields.length === 0) return withOptions(task, { [option]: readAs(schema, text) });
  const before = (task.options as Readonly<Record<string, unknown>>)[option] ?? {};
  if (typeof before === "object" && !Array.isArray(before)) {
    const inside = { ...before, [fields.join(".")]: parseValue(text) };
    return withOptions(task, { [option]: inside });
  }
  throw new InputError(`setting "${key}": "${option}" is one value, say "task.${option}" alone`);
}
