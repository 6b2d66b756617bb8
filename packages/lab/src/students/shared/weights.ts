// Trained weights, kept beside a student's result where they are wanted. They are large, and
// training again gives them again, so that a store may hold results without them.

import { InternalError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import type { RunContext, Step, StepKind } from "../../engine/index.js";
import { float32 } from "../../labels/index.js";
import type { TrainedWeights } from "../finetune/training/fit.js";
import type { Fit } from "../student.js";

/** What a student says, and the weights with which it says so; read back, one or the other. */
export interface WeightedFit extends Fit {
  /** By the trained parameters' names. */
  readonly weights?: TrainedWeights;
}

/** Never runs on its own: the run of the student that it belongs to keeps it. */
export const weightsKind: StepKind<WeightedFit, null> = {
  name: "weights",
  version: 1,
  codec: {
    encode({ weights }) {
      if (weights) return { facts: {}, arrays: weights };
      throw new InternalError("a student was trained without keeping its weights");
    },
    decode: ({ arrays }) => ({
      rows: new Int32Array(0),
      probabilities: { dtype: "float32", shape: [0, 2], data: new Float32Array(0) },
      weights: Object.fromEntries(Object.keys(arrays).map((name) => [name, float32(arrays, name)])),
    }),
  },
  describe: () => ({ label: "trained weights", unit: "students", total: 1 }),
  cost: () => 0,
  run: () => Promise.reject(new InternalError("weights are kept by the run of their student")),
};

/**
 * Where a student's result is there already, the weights come from training again: a listener is
 * warned when what it says is not the same to the last bit.
 */
export async function warnWhereOther(
  step: Step<WeightedFit>,
  { probabilities }: WeightedFit,
  context: Pick<RunContext, "recorded" | "warn">,
): Promise<void> {
  if (step.beside === undefined) return;
  const recorded = await context.recorded(step);
  const apart = recorded ? largestDifference(recorded.probabilities, probabilities) : 0;
  if (apart > 0) {
    context.warn(
      `${step.label}: trained again for its weights, its probabilities differ from the recorded ` +
        `ones by up to ${apart.toPrecision(2)}; they were computed on another machine, or ` +
        "beside other students",
    );
  }
}

function largestDifference(a: NdArray<"float32">, b: NdArray<"float32">): number {
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) {
    largest = Math.max(largest, Math.abs(a.data[i]! - b.data[i]!));
  }
  return largest;
}
