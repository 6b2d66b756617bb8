// What a plan knows of a task for one seed. Ground truth leaves this file only as labels steps for
// supervisor and ceiling, and as the score of the test split.

import { createHash } from "node:crypto";
import { holdOut, type Splits, splitTask, type TaskExamples } from "../tasks/index.js";

/** Rows by what they are used for, under one seed. */
export interface SeedRows extends Splits {
  /** The part of `supervise` that the supervisor is trained on. */
  readonly superviseTrain: Int32Array;
  /** The part of `supervise` that the supervisor's early stopping looks at. */
  readonly superviseHeld: Int32Array;
}

/** The share of `supervise` that a supervisor's own early stopping looks at. */
const heldShare = 0.1;

export function seedRows(task: TaskExamples, seed: number): SeedRows {
  const splits = splitTask(task, seed);
  const { kept, held } = holdOut(splits.supervise, task.examples, heldShare, seed);
  return { ...splits, superviseTrain: kept, superviseHeld: held };
}

/** Every row's right option. */
export function truthOf(task: TaskExamples): Int32Array {
  return Int32Array.from(task.examples, ({ label }) => label);
}

/** The texts that models read, in order: K an example for a comparison. */
export function textsOf(task: TaskExamples): string[] {
  return task.examples.flatMap(({ inputs }) => inputs);
}

/** A short name for numbers or texts: the SHA-256 of their lengths and contents. */
export function hashOf(parts: readonly (Int32Array | readonly string[])[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(`${part.length}\n`);
    if (part instanceof Int32Array)
      hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else for (const text of part) hash.update(`${text.length}:`).update(text);
  }
  return hash.digest("hex");
}
