// Trained weights, kept beside a student's result where they are wanted. They are large, and
// training again gives them again, so that a store may hold results without them.

import { InternalError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { type StepResult, stepName } from "../store/index.js";
import type { TrainedWeights } from "../students/index.js";
import type { RunContext, Step, StepKind } from "./step.js";

/** Never runs on its own: the run of the student that it belongs to keeps it. */
const weightsKind: StepKind<null> = {
  name: "weights",
  version: 1,
  reportTogether: false,
  groupKey: ({ name }) => name,
  describe: () => ({ label: "trained weights", unit: "students", total: 1 }),
  cost: () => 0,
  run: () => Promise.reject(new InternalError("weights are kept by the run of their student")),
};

/** The place of a student's trained weights: its arrays are the trained parameters by name. */
export function weightsOf(student: Step): Step<null> {
  const { name: kind, version } = weightsKind;
  const name = stepName({ kind, version, params: {}, inputs: { student: student.name } });
  return { name, kind: weightsKind, params: {}, inputs: { student }, payload: null };
}

/** The same student, whose run also keeps the weights. */
export function keepingWeights<P>(student: Step<P>): Step<P> {
  return { ...student, beside: weightsOf(student as Step) as Step };
}

/**
 * A student's result, and its weights where they are wanted. Where the result is there already, the
 * weights come from training again: a listener is warned when they are not the same to the last
 * bit.
 */
export async function withWeights(
  step: Step,
  result: StepResult,
  weights: TrainedWeights | undefined,
  label: string,
  { store, reporter }: Pick<RunContext, "store" | "reporter">,
): Promise<Map<Step, StepResult>> {
  if (step.beside === undefined) return new Map([[step, result]]);
  if (weights === undefined)
    throw new InternalError(`${label}: trained without keeping its weights`);
  const recorded = await store.read(step.name);
  if (recorded) {
    const apart = largestDifference(recorded.arrays.probabilities!, result.arrays.probabilities!);
    if (apart > 0) {
      reporter.warn(
        `${label}: trained again for its weights, its probabilities differ from the recorded ` +
          `ones by up to ${apart.toPrecision(2)}; they were computed on another machine, or ` +
          "beside other students",
      );
    }
  }
  return new Map([
    [step, result],
    [step.beside, { facts: {}, arrays: weights }],
  ]);
}

function largestDifference(a: NdArray, b: NdArray): number {
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) {
    largest = Math.max(largest, Math.abs(Number(a.data[i]) - Number(b.data[i])));
  }
  return largest;
}
