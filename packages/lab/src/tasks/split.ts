// The four parts of a task for one seed. Test is the same for every seed; what remains is halved
// anew for each.

import { InputError } from "@w2s/base";
import { random } from "../random.js";
import { drawGroups } from "./groups.js";
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
 * leave over. Source: Burns et al. 2023, section 3 and appendix A.
 * @throws InputError when a part is empty or has a single class of several, with
 * its counts
 */
export function splitTask(
  task: TaskExamples,
  seed: number,
  splitting: Splitting = task.splitting,
): Splits {
  const { examples, fixed } = task;
  const stands = new Set([...(fixed.test ?? []), ...(fixed.validation ?? [])]);
  const free = Int32Array.from(examples.keys()).filter((row) => !stands.has(row));

  const testDraw = drawGroups(free, examples, {
    target: fixed.test === null ? Math.round(splitting.test * free.length) : 0,
    balance: splitting.balance,
    stream: random(splitting.seed, "split/test"),
  });
  const due = dueSizes(testDraw.rest.length, splitting, fixed.validation !== null);
  const halves = drawGroups(testDraw.rest, examples, {
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
    supervise,
    transfer: cut.rest,
    validation: fixed.validation ?? cut.taken,
    test: fixed.test ?? testDraw.taken,
  };
  for (const [part, rows] of Object.entries(splits)) checkPart(task, part, rows);
  return splits;
}

function checkPart(task: TaskExamples, part: string, rows: Int32Array): void {
  const counts = new Array<number>(task.options).fill(0);
  for (const row of rows) counts[task.examples[row]!.label]! += 1;
  if (counts.filter((count) => count > 0).length >= Math.min(2, task.options)) return;
  const found = task.optionNames.map(
    (name, option) => `${counts[option]} of ${JSON.stringify(name)}`,
  );
  const needs = task.answers ? "examples" : "two classes";
  throw new InputError(
    `task "${task.name}": the ${part} split needs ${needs}, got ${found.join(", ")} (of ` +
      `${task.examples.length} examples in all); give more examples, a larger share, or ` +
      "smaller groups",
  );
}
