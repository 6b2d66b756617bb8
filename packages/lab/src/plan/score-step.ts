// Score steps: one row of a study's table, from the predictions of supervisor, student and ceiling
// under every seed.

import type { NdArray } from "@w2s/grad";
import { labelsOf } from "../labels.js";
import {
  type Resampler,
  resampler,
  scoreCell,
  type TestFacts,
  type TestPredictions,
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
  version: 2,
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
  const predictions: TestPredictions = {
    weak: await role("weak"),
    strong: await role("strong"),
    ceiling: await role("ceiling"),
    labels: payload.truth,
    groups: payload.groups,
  };
  const cell = scoreCell(predictions, { metric: payload.metric, resampler: draws }, payload.facts);
  return { facts: cell as unknown as JsonValue, arrays: {} };
}

/** A fit's predictions of the test rows, in their order. */
function testProbabilities({ arrays }: StepResult, test: Int32Array): NdArray<"float32"> {
  const rows = arrays.rows!.data as Int32Array;
  return labelsOf({ rows, probabilities: arrays.probabilities as NdArray<"float32"> }, test);
}
