// A loop inside the program: state goes round without leaving the runtime. This is what makes small
// trainings fast.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import { formatShape, sameShape } from "../shape.js";
import { apply, defineOp, type Tensor } from "../tensor.js";
import { placeholder, scalar } from "./source.js";

export interface LoopAttrs {
  /** The iteration number (int64 scalar), then the carried states, as the body sees them. */
  readonly bodyInputs: readonly Tensor[];
  /** The next states, then one value an iteration for each history. */
  readonly bodyOutputs: readonly Tensor[];
  readonly states: number;
  readonly iterations: string;
}

export const loopOp = defineOp<LoopAttrs>({
  name: "loop",
  infer: (inputs, { bodyOutputs, states, iterations }) => {
    inputs.slice(1).forEach((initial, i) => {
      const next = bodyOutputs[i]!;
      if (!sameShape(initial.shape, next.shape) || initial.dtype !== next.dtype) {
        throw new InputError(
          `loop: state ${i} must keep its type, got ` +
            `${initial.dtype}${formatShape(initial.shape)} at first and ` +
            `${next.dtype}${formatShape(next.shape)} next`,
        );
      }
    });
    return bodyOutputs.map(({ dtype, shape }, i) => ({
      dtype,
      shape: i < states ? shape : [iterations, ...shape],
    }));
  },
  emit: (emitter, [count, ...initial], { attrs }) => {
    const condition = placeholder("condition", "bool", []);
    const [iteration, ...states] = attrs.bodyInputs;
    const body = emitter.body(
      [iteration!, condition, ...states],
      [condition, ...attrs.bodyOutputs],
    );
    const always = emitter.constant(ndarray(Uint8Array.of(1), []));
    return emitter.add(
      "Loop",
      [count!, always, ...initial],
      { body },
      { outputs: attrs.bodyOutputs.length },
    );
  },
  gradient: "refused",
});

/** What is left when a loop has ended. */
export interface LoopResult {
  readonly states: readonly Tensor[];
  /** One a history, stacked over iterations: `[iterations, ...]`. */
  readonly histories: readonly Tensor[];
}

/**
 * Runs `body` `count` times (a number or an int64 scalar). The body gets the iteration number
 * (int64) and the current states, and returns the next states of the same types, and values to keep
 * of every iteration. It may use tensors from outside; what does not depend on its arguments is
 * computed once. A loop has no gradient: where one would flow through it, `gradients` throws,
 * unless what the loop gives goes through `stopGradient`.
 */
export function loop(
  count: Tensor | number,
  initial: readonly Tensor[],
  body: (
    iteration: Tensor,
    states: readonly Tensor[],
  ) => { states: readonly Tensor[]; histories?: readonly Tensor[] },
  iterations = "iterations",
): LoopResult {
  const iteration = placeholder("iteration", "int64", []);
  const states = initial.map(({ dtype, shape }, i) => placeholder(`state${i}`, dtype, shape));
  const next = body(iteration, states);
  if (next.states.length !== initial.length) {
    throw new InputError(
      `loop: the body must return ${initial.length} states, got ${next.states.length}`,
    );
  }
  const total = typeof count === "number" ? scalar(count, "int64") : count;
  const outputs = apply(loopOp, [total, ...initial], {
    bodyInputs: [iteration, ...states],
    bodyOutputs: [...next.states, ...(next.histories ?? [])],
    states: initial.length,
    iterations: typeof count === "number" ? String(count) : iterations,
  });
  return { states: outputs.slice(0, initial.length), histories: outputs.slice(initial.length) };
}
