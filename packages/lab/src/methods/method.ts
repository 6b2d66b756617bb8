// A method is a value: a loss over what the student says and what its labels say, and the options
// that name it. The type has no field that could hold ground truth of the transfer split.

import { createHash } from "node:crypto";
import { InputError } from "@w2s/base";
import { placeholder, printGraph, type Tensor } from "@w2s/grad";

/** What a loss sees at one training step. */
export interface LossContext {
  /** The students' scores: `[batch, students, options]`. */
  readonly logits: Tensor;
  /** The labels they learn from, probabilities that sum to 1: `[batch, students, options]`. */
  readonly labels: Tensor;
  /** The share of training already done: a scalar in [0, 1). */
  readonly progress: Tensor;
}

export type OptionValue = number | string | boolean;

export interface Method {
  readonly name: string;
  /** Everything that tells this method from others of its name. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /**
   * One loss an example and student, `[batch, students]`; the student's own mean over the batch is
   * minimised.
   */
  readonly loss: (context: LossContext) => Tensor;
}

/**
 * A method of the user's own.
 *
 * ```ts
 * const focal = method("focal", { gamma: 2 }, ({ logits, labels }) => ...);
 * ```
 */
export function method(
  name: string,
  options: Readonly<Record<string, OptionValue>>,
  loss: (context: LossContext) => Tensor,
): Method {
  if (!/^[\w.-]+$/.test(name)) {
    throw new InputError(`method: a name must be letters, digits, ".", "-" or "_", got "${name}"`);
  }
  return { name, options, loss };
}

/** A method with all its options, for example "confidence (alpha 0.75, warmup 0.2, prior half)". */
export function fullMethodName({ name, options }: Method): string {
  const parts = Object.entries(options).map(([key, value]) => `${key} ${value}`);
  return parts.length === 0 ? name : `${name} (${parts.join(", ")})`;
}

/**
 * How tables call the methods of a study: by name, and by the options that tell apart those of one
 * name.
 */
export function methodLabels(methods: readonly Method[]): string[] {
  return methods.map(({ name, options }) => {
    const rivals = methods.filter((other) => other.name === name);
    const telling = Object.keys(options).filter(
      (key) => new Set(rivals.map((rival) => rival.options[key])).size > 1,
    );
    return telling.length === 0
      ? name
      : `${name} (${telling.map((key) => `${key} ${options[key]}`).join(", ")})`;
  });
}

/**
 * Names what a method computes: the hash of its loss, traced for K options and printed. Two methods
 * with equal graphs are the same method, whatever they are called; editing a loss changes its name.
 */
export function methodHash({ loss }: Method, options: number): string {
  const shape = ["batch", "students", options] as const;
  const logits = placeholder("logits", "float32", shape);
  const labels = placeholder("labels", "float32", shape);
  const graph = printGraph({
    loss: loss({ logits, labels, progress: placeholder("progress", "float32", []) }),
  });
  return createHash("sha256").update(graph).digest("hex");
}
