// Kinds whose steps are so small that each is a function of its inputs: filtered labels, errors on
// purpose, combinations.

import {
  type Codec,
  type Inputs,
  kept,
  type RunContext,
  type Step,
  type StepKind,
} from "./step.js";

export interface SmallKind<R, V, I extends Inputs> {
  readonly name: string;
  readonly version: number;
  readonly codec: Codec<R>;
  /** What a listener hears of many: "labels with errors on purpose". */
  readonly label: string;
  /** What the steps are counted in; default "sets". */
  readonly unit?: string;
  compute(step: Step<R, V, I>, context: RunContext): Promise<R> | R;
}

/** A kind that computes its steps one after another, each kept before the next begins. */
export function smallKind<R, V, I extends Inputs>(small: SmallKind<R, V, I>): StepKind<R, V, I> {
  const { name, version, codec, label, unit = "sets" } = small;
  return {
    name,
    version,
    codec,
    reportTogether: true,
    describe: (steps) => ({ label, unit, total: steps.length }),
    cost: (steps) => steps.length,
    async run(steps, context) {
      for (const step of steps) {
        context.signal.throwIfAborted();
        const started = performance.now();
        const result = await small.compute(step, context);
        await context.keep(kept(step, result), performance.now() - started);
      }
    },
  };
}
