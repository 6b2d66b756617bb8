// How far a split by whole groups lands from the sizes and classes that were asked for. Groups are
// drawn without a look at their size, so a few large ones can move a part.

import { type Splits, splitTask } from "./split.js";
import type { TaskExamples } from "./task.js";

/** A part may miss its size by this share of it before anybody is told. */
const SIZE_SLACK = 0.1;
/** And a test that is to be balanced its classes' equal shares by this much. */
const CLASS_SLACK = 0.05;

/**
 * A line for each part of the task's split under `seed` that groups moved by more than a tenth of
 * its size, and one for a test whose classes they left apart; where `splits.only` decides, how many
 * examples are in no part. None for tasks without groups or such a rule.
 * @throws InputError as `splitTask`
 */
export function splitWarnings(task: TaskExamples, seed: number): string[] {
  const splits = splitTask(task, seed);
  const rule = Object.keys(task.allowed ?? {}).length > 0;
  const sizes = rule ? leftOut(task, splits) : sizeWarnings(task, splits);
  return [...sizes, ...classWarnings(task, splits)];
}

/** Where parts may not have all examples, how many are in none. */
function leftOut({ examples }: TaskExamples, splits: Splits): string[] {
  const parts = [splits.supervise, splits.transfer, splits.validation, splits.test];
  const placed = parts.reduce((sum, rows) => sum + rows.length, 0);
  const left = examples.length - placed;
  return left === 0
    ? []
    : [`${left} of ${examples.length} examples are in no part, as splits.only keeps them out`];
}

function sizeWarnings({ examples, fixed, splitting }: TaskExamples, splits: Splits): string[] {
  const { supervise, validation, test } = splits;
  const own = (part: Int32Array | null) => part?.length ?? 0;
  const free = examples.length - own(fixed.test) - own(fixed.validation);
  const halved = free - (fixed.test === null ? test.length : 0);
  const half = halved - supervise.length;
  const wanted: [part: string, rows: number, due: number][] = [
    ["test", test.length, fixed.test === null ? splitting.test * free : test.length],
    ["supervise", supervise.length, halved / 2],
    [
      "validation",
      validation.length,
      fixed.validation === null ? splitting.validation * half : validation.length,
    ],
  ];
  return wanted
    .filter(([, rows, due]) => Math.abs(rows - due) > Math.max(1, SIZE_SLACK * due))
    .map(
      ([part, rows, due]) =>
        `${part} has ${rows} examples where ${Math.round(due)} were due: groups stay whole, and ` +
        "are drawn without a look at their size",
    );
}

function classWarnings(task: TaskExamples, { test }: Splits): string[] {
  if (!task.splitting.balance || task.fixed.test !== null) return [];
  const counts = new Array<number>(task.options).fill(0);
  for (const row of test) counts[task.examples[row]!.label]! += 1;
  const present = counts.filter((count) => count > 0).length;
  const worst = Math.max(...counts) / test.length;
  if (worst <= 1 / present + CLASS_SLACK) return [];
  const name = JSON.stringify(task.optionNames[counts.indexOf(Math.max(...counts))]);
  return [`test is not balanced: ${(100 * worst).toFixed(0)}% are ${name}, as groups stay whole`];
}
