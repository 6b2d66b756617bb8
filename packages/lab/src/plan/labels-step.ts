// Labels steps: what a supervisor (or ground truth) says about named rows, as probabilities.

import { type NdArray, ndarray } from "@w2s/grad";
import { type Hardness, harden, type Labels, labelsOf, oneHotLabels } from "../labels.js";
import type { Step, StepKind, StepSet } from "./step.js";
import { hashOf } from "./truth.js";

/** Arrays of a labels step's result: `rows: [n]` int32 and `probabilities: [n, options]`. */
export type LabelsPayload =
  | {
      readonly from: "truth";
      readonly truth: Int32Array;
      readonly rows: Int32Array;
      readonly options: number;
    }
  | {
      readonly from: "supervisor";
      readonly rows: Int32Array;
      readonly hardness: Hardness;
      readonly supervisor: string;
    };

export const labelsKind: StepKind<LabelsPayload> = {
  name: "labels",
  version: 1,
  reportTogether: true,
  groupKey: (step) => step.name,
  describe: (steps) => {
    const label = steps.every(({ payload }) => payload.from === "truth")
      ? "ground truth"
      : "supervisors' labels";
    return { label, unit: "sets", total: steps.length };
  },
  cost: (steps) => steps.length,
  async run(steps, context) {
    for (const step of steps) {
      const labels = await labelsFor(step, (role) => context.result(step.inputs[role]!));
      const { rows, probabilities, provenance } = labels;
      const arrays = { rows: ndarray(rows, [rows.length]), probabilities };
      await context.keep(new Map([[step as Step, { facts: { ...provenance }, arrays }]]), 0);
    }
    context.progress(steps.length);
  },
};

async function labelsFor(
  { payload }: Step<LabelsPayload>,
  input: (role: string) => Promise<{ readonly arrays: Readonly<Record<string, NdArray>> }>,
): Promise<Labels> {
  const { rows } = payload;
  if (payload.from === "truth") {
    const probabilities = oneHotLabels(payload.truth, rows, payload.options);
    return { rows, probabilities, provenance: { supervisor: "ground truth", hardness: "hard" } };
  }
  const { arrays } = await input("supervisor");
  const predicted: Labels = {
    rows: arrays.rows!.data as Int32Array,
    probabilities: arrays.probabilities as NdArray<"float32">,
    provenance: { supervisor: payload.supervisor, hardness: payload.hardness },
  };
  const soft = labelsOf(predicted, rows);
  return { ...predicted, rows, probabilities: payload.hardness === "hard" ? harden(soft) : soft };
}

/** Ground truth of `rows`, for a supervisor or a ceiling. */
export function truthLabels(
  steps: StepSet,
  truth: Int32Array,
  rows: Int32Array,
  options: number,
): Step<LabelsPayload> {
  const said = rows.map((row) => truth[row]!);
  const params = { from: "truth", labels: hashOf([rows, said]), options };
  return steps.add(labelsKind, params, {}, () => ({ from: "truth", truth, rows, options }));
}

/** What a fitted supervisor says about `rows`. */
export function supervisorLabels(
  steps: StepSet,
  fit: Step,
  rows: Int32Array,
  hardness: Hardness,
  supervisor: string,
): Step<LabelsPayload> {
  const params = { from: "supervisor", rows: hashOf([rows]), hardness };
  return steps.add(labelsKind, params, { supervisor: fit }, () => ({
    from: "supervisor",
    rows,
    hardness,
    supervisor,
  }));
}
