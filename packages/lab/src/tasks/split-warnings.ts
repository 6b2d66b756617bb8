// How far a split by whole groups lands from the sizes and classes that were asked for. Groups are
// drawn without a look at their size, so a few large ones can move a part.

import { type Splits, splitTask } from "./split.js";
import { dueSizes } from "./split-sizes.js";
import type { TaskExamples } from "./task.js";

/** A part may miss its size by this share of it before anybody is told. */
const SIZE_SLACK = 0.1;
/** And a test that is to be balanced its classes' equal shares by this much. */
const CLASS_SLACK = 0.05;

/**
 * A line where there are fewer examples than the task's numbers ask for, one for each part of its
 * split under `seed` that groups moved by more than a tenth of its size, and one for a test whose
 * classes they left apart; where `splits.only` decides, how many examples are in no split. None for
 * tasks without numbers, groups or such a rule.
 * @throws InputError as `splitTask`
 */
export function splitWarnings(task: TaskExamples, seed: number): string[] {
  const splits = splitTask(task, seed);
  const rule = Object.keys(task.allowed ?? {}).length > 0;
  const sizes = rule
    ? leftOut(task, splits)
    : [...numberWarnings(task, splits), ...sizeWarnings(task, splits)];
  return [...sizes, ...classWarnings(task, splits)];
}

/** Where parts may not have all examples, how many are in none. */
function leftOut({ examples }: TaskExamples, splits: Splits): string[] {
  const parts = [splits.supervise, splits.transfer, splits.validation, splits.test];
  const placed = parts.reduce((sum, rows) => sum + rows.length, 0);
  const left = examples.length - placed;
  return left === 0
    ? []
    : [`${left} of ${examples.length} examples are in no split, as splits.only keeps them out`];
}

/** Examples that no source of its own fixes to a part. */
function freeRows({ examples, fixed }: TaskExamples): number {
  return examples.length - (fixed.test?.length ?? 0) - (fixed.validation?.length ?? 0);
}

/** What is due to the halves of what test leaves. */
function dueTo(task: TaskExamples, { test }: Splits) {
  const { fixed, splitting } = task;
  const rows = freeRows(task) - (fixed.test === null ? test.length : 0);
  return { rows, ...dueSizes(rows, splitting, fixed.validation !== null) };
}

function numberWarnings(task: TaskExamples, splits: Splits): string[] {
  const { supervise, transfer } = task.splitting;
  const { rows, isScaled } = dueTo(task, splits);
  if (!isScaled) return [];
  const shown = (count: number) => count.toLocaleString("en-US");
  return [
    `"splits" asks for ${shown(supervise!)} examples to supervise and ${shown(transfer!)} to ` +
      `transfer, ${shown(rows)} are there: ${shown(splits.supervise.length)} and ` +
      `${shown(splits.transfer.length)}, in proportion`,
  ];
}

function sizeWarnings(task: TaskExamples, splits: Splits): string[] {
  const { fixed, splitting } = task;
  const { supervise, transfer, validation, test } = splits;
  const half = transfer.length + (fixed.validation === null ? validation.length : 0);
  const wanted: [part: string, rows: number, due: number][] = [
    ["test", test.length, fixed.test === null ? splitting.test * freeRows(task) : test.length],
    ["supervise", supervise.length, dueTo(task, splits).supervise],
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
