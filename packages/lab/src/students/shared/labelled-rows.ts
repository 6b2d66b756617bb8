// Which rows a student learns from, where a filter has left some of them without a label.

import { InputError } from "@w2s/base";
import type { RunContext, Step } from "../../engine/index.js";
import { type Labels, labelledAmong } from "../../labels/index.js";

/** Rows of a training set below which nothing is learnt from them. */
const fewest = 2;

/**
 * The rows to train on: all of them, or with `filtered` those that `labels` has, as often as it
 * has them.
 * @throws InputError where a filter leaves fewer than two
 */
export async function labelledRows(
  train: Int32Array,
  filtered: boolean | undefined,
  labels: Step<Labels>,
  context: Pick<RunContext, "result">,
): Promise<Int32Array> {
  if (!filtered) return train;
  const left = labelledAmong(await context.result(labels), train);
  if (left.length >= fewest) return left;
  throw new InputError(
    `${labels.label}: leaves ${left.length} of ${train.length} training examples; keep more`,
  );
}

/** The rows to choose by: all of them, or with `filtered` those that `labels` has. */
export async function labelledValidation(
  validation: Int32Array,
  filtered: boolean | undefined,
  labels: Step<Labels>,
  context: Pick<RunContext, "result">,
): Promise<Int32Array> {
  return filtered ? labelledAmong(await context.result(labels), validation) : validation;
}
