// Score steps: one row of a study's table, from the predictions of supervisor, student, ceiling and
// arms under every seed.

import type { RunContext } from "../engine/index.js";
import {
  type Codec,
  hashOf,
  type Identified,
  kept,
  type Step,
  type StepKind,
} from "../engine/index.js";
import { type Labels, labelsOf } from "../labels/index.js";
import {
  type CellScores,
  type Resampler,
  resampler,
  scoreCell,
  type TestFacts,
} from "../measures/index.js";
import type { JsonValue } from "../store/index.js";

/** What every score of a task looks at; named by all of it. */
export class TestSplit implements Identified {
  readonly identity: string;

  constructor(
    /** Test rows, in the order that predictions are scored in. */
    readonly rows: Int32Array,
    /** Ground truth of the test rows. */
    readonly truth: Int32Array,
    /** Groups of the test rows. */
    readonly groups: readonly string[],
    /** What else is known of the test rows, by fact. */
    readonly facts: TestFacts,
  ) {
    const known = [...facts].flatMap(([name, values]) => [[name], values.map(String)]);
    this.identity = hashOf([rows, truth, groups, ...known]);
  }
}

interface Value {
  readonly test: TestSplit;
  readonly seeds: readonly number[];
  readonly metric: "accuracy" | "auroc";
  readonly resamples: number;
}

/** Predictions by role, one a seed. */
export interface ScoreInputs {
  readonly weak: readonly Step<Labels>[];
  readonly student: readonly Step<Labels>[];
  readonly ceiling: readonly Step<Labels>[];
  readonly [role: string]: readonly Step<Labels>[] | undefined;
}

type ScoreStep = Step<CellScores, Value, ScoreInputs>;

const codec: Codec<CellScores> = {
  encode: (scores) => ({ facts: scores as unknown as JsonValue, arrays: {} }),
  decode: ({ facts }) => facts as unknown as CellScores,
};

export const scoreKind: StepKind<CellScores, Value, ScoreInputs> = {
  name: "score",
  version: 3,
  codec,
  reportTogether: true,
  // Cells with the same test examples share the bootstrap's draws.
  groupKey: ({ params }) => JSON.stringify([params.test, params.seeds, params.resamples]),
  describe: (steps) => ({ label: "test scores and intervals", unit: "rows", total: steps.length }),
  cost: (steps) =>
    steps.reduce((sum, { value }) => {
      const { test, seeds, resamples } = value;
      return sum + test.rows.length * seeds.length * resamples;
    }, 0),
  async run(steps, context) {
    const { test, seeds, resamples } = steps[0]!.value;
    const { rows, groups } = test;
    const draws = resampler({ examples: rows.length, seeds: seeds.length, groups, resamples });
    for (const [i, step] of steps.entries()) {
      context.signal.throwIfAborted();
      const started = performance.now();
      const scores = await score(step, draws, context);
      await context.keep(kept(step, scores), performance.now() - started);
      context.progress(i + 1);
    }
  },
};

async function score(
  { value: { test, metric }, inputs }: ScoreStep,
  draws: Resampler,
  context: RunContext,
): Promise<CellScores> {
  const predictions = async (steps: readonly Step<Labels>[]) => {
    const said = [];
    for (const step of steps) said.push(labelsOf(await context.result(step), test.rows));
    return said;
  };
  const roles = {
    weak: await predictions(inputs.weak),
    strong: await predictions(inputs.student),
    ceiling: await predictions(inputs.ceiling),
    labels: test.truth,
    groups: test.groups,
  };
  return scoreCell(roles, { metric, resampler: draws }, test.facts);
}
