// The four splits of a task for one seed. Test is the same for every seed; what remains is halved
// anew for each.

import { InputError } from "@w2s/base";
import { random } from "../random.js";
import { drawGroups } from "./groups.js";
import { type PartName, partNames } from "./split-options.js";
import { dueSizes } from "./split-sizes.js";
import type { Splitting, TaskExamples } from "./task.js";

/**
 * Rows (indices into the task's examples) of each part, in file order; no row and no group is in
 * two of them.
 */
export interface Splits {
  /** Trains the weak supervisor, on ground truth. */
  readonly supervise: Int32Array;
  /** Gets weak labels; trains student and, on ground truth, the ceiling. */
  readonly transfer: Int32Array;
  /** Model selection, against weak labels only. */
  readonly validation: Int32Array;
  /** Ground truth, touched once. */
  readonly test: Int32Array;
}

/**
 * Splits a task by whole groups. Test: its own source, or `splitting.test` of all, drawn by
 * `splitting.seed`. The rest: two halves, drawn by `seed`, or as many as `splitting.supervise` and
 * `splitting.transfer` say; of the transfer half, `splitting.validation` goes to validation unless
 * that has a source of its own. Every example is in exactly one part, but for those that numbers
 * leave over, and those that `allowed` keeps from the part that they were drawn for: so tasks that
 * differ in what supervise or transfer may have share their test, and each other's rows as far as
 * they may. Source: Burns et al. 2023, section 3 and appendix A.
 * @throws InputError when a part is empty or has a single class of several, with its
 * counts
 */
export function splitTask(
  task: TaskExamples,
  seed: number,
  splitting: Splitting = task.splitting,
): Splits {
  const { examples, fixed } = task;
  const stands = new Set([...(fixed.test ?? []), ...(fixed.validation ?? [])]);
  const free = Int32Array.from(examples.keys()).filter((row) => !stands.has(row));

  const testable = allowedIn(task, "test", free);
  const testDraw = drawGroups(testable, examples, {
    target: fixed.test === null ? Math.round(splitting.test * testable.length) : 0,
    balance: splitting.balance,
    stream: random(splitting.seed, "split/test"),
  });
  const rest = beside(testDraw.taken, free, task);
  const due = dueSizes(rest.length, splitting, fixed.validation !== null);
  const halves = drawGroups(rest, examples, {
    target: due.half,
    balance: false,
    stream: random(seed, "split/halves"),
  });
  const supervise = due.isAll
    ? halves.rest
    : drawGroups(halves.rest, examples, {
        target: due.supervise,
        balance: false,
        stream: random(seed, "split/supervise"),
      }).taken;
  const cut = drawGroups(halves.taken, examples, {
    target: fixed.validation === null ? Math.round(splitting.validation * halves.taken.length) : 0,
    balance: false,
    stream: random(seed, "split/validation"),
  });
  const splits = {
    supervise: allowedIn(task, "supervise", supervise),
    transfer: allowedIn(task, "transfer", cut.rest),
    validation: allowedIn(task, "validation", fixed.validation ?? cut.taken),
    test: fixed.test === null ? testDraw.taken : allowedIn(task, "test", fixed.test),
  };
  for (const part of partNames) checkPart(task, part, splits[part]);
  return splits;
}

function allowedIn({ allowed }: TaskExamples, part: PartName, rows: Int32Array): Int32Array {
  const may = allowed?.[part];
  return may ? rows.filter((row) => may[row] === 1) : rows;
}

/** The rows of no group that was taken. */
function beside(taken: Int32Array, rows: Int32Array, { examples }: TaskExamples): Int32Array {
  const groups = new Set(Array.from(taken, (row) => examples[row]!.group));
  return rows.filter((row) => !groups.has(examples[row]!.group));
}

function checkPart(task: TaskExamples, part: PartName, rows: Int32Array): void {
  const counts = new Array<number>(task.options).fill(0);
  for (const row of rows) counts[task.examples[row]!.label]! += 1;
  if (counts.filter((count) => count > 0).length >= Math.min(2, task.options)) return;
  const named = task.optionNames.map((name, option) => ({ name, count: counts[option]! }));
  const most = named.length > 8 ? named.sort((a, b) => b.count - a.count).slice(0, 8) : named;
  const found = most.map(({ name, count }) => `${count} of ${JSON.stringify(name)}`);
  if (named.length > 8) found.push(`and ${named.length - 8} more classes`);
  const needs = task.answers ? "examples" : "two classes";
  const groups = new Set(task.examples.map(({ group }) => group)).size;
  const { leaked } = task.dropped;
  const next =
    leaked > task.examples.length
      ? `${leaked} were left out, whose texts are in the test or validation source, too`
      : groups < 8 && groups < task.examples.length
        ? `they are of ${groups === 1 ? "one group" : `${groups} groups`}, which are never ` +
          'divided: say group: "..." where other rows belong together, or give texts that differ'
        : "give more examples, a larger share, or " +
          (task.allowed?.[part] ? "a wider splits.only" : "smaller groups");
  throw new InputError(
    `task "${task.name}": the ${part} split needs ${needs}, got ${found.join(", ")} (of ` +
      `${task.examples.length} examples in all); ${next}`,
  );
}
