// Errors steps: what a synthetic supervisor says, in the form of a fit's predictions. Each split
// has its own count of errors, so that transfer and test are equally wrong.

import { InputError, InternalError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import { harden, labelsOf, oneHotLabels } from "../labels.js";
import { random } from "../random.js";
import type { StepResult } from "../store/index.js";
import type { ErrorsSpec } from "../study/index.js";
import type { TaskExamples } from "../tasks/index.js";
import type { Step, StepKind } from "./step.js";

export interface ErrorsPayload {
  readonly label: string;
  readonly truth: Int32Array;
  readonly options: number;
  /** The splits, each with errors of its own. */
  readonly parts: readonly Int32Array[];
  /** How strongly the rule asks for an error, by example of the task: the highest are wrong. */
  readonly keys: readonly number[];
  /** Share of each part; undefined: as many as the input "like" has. */
  readonly rate: number | undefined;
  readonly seed: number;
}

export const errorsKind: StepKind<ErrorsPayload> = {
  name: "errors",
  version: 1,
  reportTogether: true,
  groupKey: (step) => step.name,
  describe: (steps) => ({
    label: "labels with errors on purpose",
    unit: "sets",
    total: steps.length,
  }),
  cost: (steps) => steps.length,
  async run(steps, context) {
    for (const step of steps) {
      const like = step.inputs.like && (await context.result(step.inputs.like));
      await context.keep(new Map([[step as Step, withErrors(step.payload, like)]]), 0);
    }
    context.progress(steps.length);
  },
};

/**
 * By example: the rule's key. @throws InputError for an example without the fact, or with a text in
 * its place.
 */
export function errorKeys(
  { where, difficulty }: ErrorsSpec,
  { name, examples }: TaskExamples,
): number[] {
  if (where === "random") return examples.map(() => 0);
  if (where === "longest" || where === "shortest") {
    const sign = where === "longest" ? 1 : -1;
    return examples.map(({ inputs }) => sign * inputs.reduce((sum, text) => sum + text.length, 0));
  }
  const sign = where === "hardest" ? 1 : -1;
  return examples.map(({ id, facts }) => {
    const value = facts?.[difficulty];
    if (typeof value === "number") return sign * value;
    throw new InputError(
      `errors: "${where}" needs a number "${difficulty}" for each example of ${name}, ${id} has ` +
        `${JSON.stringify(value) ?? "none"}; keep it with the task's option "facts"`,
    );
  });
}

function withErrors(payload: ErrorsPayload, like: StepResult | undefined): StepResult {
  const { truth, options, parts, keys, seed } = payload;
  const stream = random(seed, "errors on purpose");
  const said = Int32Array.from(truth);
  const counts = parts.map((part) => {
    const errors = like ? errorsOf(like, part, truth) : Math.round(payload.rate! * part.length);
    const order = Array.from(stream.permutation(part.length), (i) => part[i]!);
    for (const row of order.sort((a, b) => keys[b]! - keys[a]!).slice(0, errors)) {
      said[row] = (truth[row]! + 1 + stream.integer(options - 1)) % options;
    }
    return errors;
  });
  const rows = Int32Array.from(parts.flatMap((part) => [...part]));
  return {
    facts: { errors: counts, examples: parts.map(({ length }) => length) },
    arrays: {
      rows: ndarray(rows, [rows.length]),
      probabilities: oneHotLabels(said, rows, options),
    },
  };
}

/** How many of the rows a fit's most probable option has wrong. */
function errorsOf({ arrays }: StepResult, part: Int32Array, truth: Int32Array): number {
  const predicted = arrays.probabilities as NdArray<"float32">;
  const hard = harden(
    labelsOf({ rows: arrays.rows!.data as Int32Array, probabilities: predicted }, part),
  );
  const options = hard.shape[1]!;
  if (hard.data.length !== part.length * options)
    throw new InternalError("errors: predictions do not fit the rows");
  return part.filter((row, i) => hard.data[i * options + truth[row]!] !== 1).length;
}
