// Score steps: one row of a study's table, from the predictions of supervisor, student and ceiling
// under every seed.

import type { NdArray } from "@w2s/grad";
import { labelsOf } from "../labels.js";
import {
  type CellPredictions,
  type Resampler,
  resampler,
  type Said,
  scoreCell,
  type TestFacts,
} from "../measures/index.js";
import type { JsonValue, StepResult } from "../store/index.js";
import type { RunContext, Step, StepKind } from "./step.js";

export interface ScorePayload {
  /** Test rows, in the order that predictions are scored in. */
  readonly test: Int32Array;
  /** Ground truth of the test rows. */
  readonly truth: Int32Array;
  /** Groups of the test rows. */
  readonly groups: readonly string[];
  /** What else is known of the test rows, by fact. */
  readonly facts: TestFacts;
  readonly seeds: readonly number[];
  readonly metric: "accuracy" | "auroc";
  readonly resamples: number;
}

export const scoreKind: StepKind<ScorePayload> = {
  name: "score",
  version: 3,
  reportTogether: true,
  // Cells with the same test examples share the bootstrap's draws.
  groupKey: ({ params }) => JSON.stringify([params.test, params.seeds, params.resamples]),
  describe: (steps) => ({ label: "test scores and intervals", unit: "rows", total: steps.length }),
  cost: (steps) =>
    steps.reduce((sum, { payload: p }) => sum + p.test.length * p.seeds.length * p.resamples, 0),
  async run(steps, context) {
    const { test, seeds, groups, resamples } = steps[0]!.payload;
    const draws = resampler({ examples: test.length, seeds: seeds.length, groups, resamples });
    for (const [i, step] of steps.entries()) {
      context.signal.throwIfAborted();
      const started = performance.now();
      const result = await score(step, draws, context);
      await context.keep(new Map([[step as Step, result]]), performance.now() - started);
      context.progress(i + 1);
    }
  },
};

async function score(
  { payload, inputs }: Step<ScorePayload>,
  draws: Resampler,
  context: RunContext,
): Promise<StepResult> {
  const role = (name: string) =>
    Promise.all(
      payload.seeds.map(async (seed) =>
        testProbabilities(await context.result(inputs[`${name} ${seed}`]!), payload.test),
      ),
    );
  const predictions: CellPredictions = {
    roles: {
      weak: await role("weak"),
      student: await role("strong"),
      ceiling: await role("ceiling"),
    },
    truth: payload.truth,
    groups: payload.groups,
  };
  const { scores, draws: values } = scoreCell(predictions, {
    metric: payload.metric,
    resampler: draws,
    facts: payload.facts,
  });
  const shape = [values.length];
  return {
    facts: scores as unknown as JsonValue,
    arrays: { draws: { dtype: "float32", shape, data: Float32Array.from(values) } },
  };
}

/** A fit's predictions of the test rows, in their order. */
function testProbabilities({ arrays }: StepResult, test: Int32Array): Said {
  const rows = arrays.rows!.data as Int32Array;
  const probabilities = labelsOf(
    { rows, probabilities: arrays.probabilities as NdArray<"float32"> },
    test,
  );
  return { probabilities };
}
