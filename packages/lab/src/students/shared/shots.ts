// Which labelled examples stand in a context: as many of each class as can be.

import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { mostProbable } from "../../labels/index.js";
import { random } from "../../random.js";

/** What shots are drawn from. */
export interface Labelled {
  readonly train: Int32Array;
  /** Label probabilities of those rows, `[train, options]`. */
  readonly labels: NdArray<"float32">;
  readonly options: number;
}

/**
 * Rows in random order, taken from the classes in turn as far as they last; then shuffled.
 * @throws InputError for more than there are
 */
export function chooseShots(
  { train, labels, options }: Labelled,
  count: number,
  seed: number,
  subject = "prompt",
): number[] {
  if (count > train.length) {
    throw new InputError(
      `${subject}: "shots" must be at most ${train.length}, the labelled examples, got ${count}`,
    );
  }
  const stream = random(seed, "prompt shots");
  const classes: number[][] = Array.from({ length: options }, () => []);
  for (const i of stream.permutation(train.length)) {
    classes[mostProbable(labels.data, i, options)]!.push(train[i]!);
  }
  const turns = stream.shuffle(classes).flatMap((rows) => rows.map((row, turn) => ({ row, turn })));
  const chosen = turns.sort((a, b) => a.turn - b.turn).slice(0, count);
  return stream.shuffle(chosen.map(({ row }) => row));
}
