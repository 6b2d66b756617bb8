// A method is a value: a loss over what the student says and what its labels say, and the options
// that name it. The type has no field that could hold ground truth of the transfer split.

import { createHash } from "node:crypto";
import { InputError, shownValue } from "@w2s/base";
import { printGraph } from "@w2s/grad";
import { checkPlainOptions } from "../plain-options.js";
import type { KeepingLoss, Loss, LossContext, MeanTeacher, NamedLoss, StateSpec } from "./loss.js";
import { checkLoss } from "./traced-loss.js";

/** What a method's option may be, as tables show it and identities have it. */
export type OptionValue = number | string | boolean;

/** A method of one fit with one loss. */
export interface LossMethod extends NamedLoss {
  /** Everything that tells this method from others of its name. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

/**
 * A method of the user's own: one loss an example and student, `[batch, students]`. The student's
 * own mean over the batch is minimised.
 *
 * ```ts
 * const focal = method("focal", { gamma: 2 }, ({ logits, labels }) => ...);
 * ```
 *
 * With `state`, the loss keeps something from step to step, and gives `{ losses, state }`. With
 * `teacher`, it sees the scores of its students' mean teachers.
 * @throws InputError for a name that is no word, options that are no plain values, no function, and
 * a teacher whose decay is not in [0, 1)
 */
export function method(
  name: string,
  options: Readonly<Record<string, OptionValue>>,
  loss: Loss,
  state?: undefined,
  teacher?: MeanTeacher,
): LossMethod;
export function method(
  name: string,
  options: Readonly<Record<string, OptionValue>>,
  step: KeepingLoss,
  state: Readonly<Record<string, StateSpec>>,
  teacher?: MeanTeacher,
): LossMethod;
export function method(
  name: string,
  options: Readonly<Record<string, OptionValue>>,
  given: Loss | KeepingLoss,
  state?: Readonly<Record<string, StateSpec>>,
  teacher?: MeanTeacher,
): LossMethod {
  if (!/^[\w.-]+$/.test(name)) {
    throw new InputError(`method: a name must be letters, digits, ".", "-" or "_", got "${name}"`);
  }
  checkPlainOptions(`method "${name}"`, options);
  if (typeof given !== "function") {
    throw new InputError(
      `method "${name}": needs a function of { logits, labels, ... } that gives its loss, got ` +
        shownValue(given),
    );
  }
  if (teacher !== undefined) checkTeacher(name, teacher);
  const named = { name, options, ...(teacher && { teacher }) };
  if (state === undefined) return { ...named, loss: given as Loss };
  const step = given as KeepingLoss;
  return {
    ...named,
    loss: (context: LossContext) => step(context).losses,
    kept: { state, step },
  };
}

function checkTeacher(name: string, given: Partial<MeanTeacher> | null): void {
  const { decay, scored = false } = given ?? {};
  if (typeof decay !== "number" || !(decay >= 0 && decay < 1)) {
    throw new InputError(
      `method "${name}": its mean teacher's "decay" must be in [0, 1), got ${shownValue(decay)}`,
    );
  }
  if (typeof scored !== "boolean") {
    throw new InputError(
      `method "${name}": its mean teacher's "scored" must be true or false, got ` +
        shownValue(scored),
    );
  }
}

/** A method with all its options, for example "confidence (alpha 0.75, warmup 0.2, prior half)". */
export function fullMethodName({ name, options }: Pick<LossMethod, "name" | "options">): string {
  const parts = Object.entries(options).map(([key, value]) => `${key} ${value}`);
  return parts.length === 0 ? name : `${name} (${parts.join(", ")})`;
}

/**
 * How tables call the methods of a study: by name, and by the options that tell apart those of one
 * name.
 */
export function methodLabels(methods: readonly Pick<LossMethod, "name" | "options">[]): string[] {
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
 * Names what a method computes: the hash of its loss, traced for K options and printed, and of its
 * mean teacher. Two methods with equal graphs are the same method, whatever they are called; to
 * edit a loss changes its name.
 * @throws InputError for a loss that cannot train students: see `checkLoss`.
 */
export function methodHash(method: LossMethod, options: number): string {
  const { losses, state } = checkLoss(method, options);
  const starts = Object.entries(method.kept?.state ?? {}).map(([key, { start = 0 }]) => [
    key,
    start,
  ]);
  const graph = printGraph({ loss: losses, ...named("next ", state) });
  const kept = starts.length === 0 ? "" : JSON.stringify(starts);
  const { teacher } = method;
  const averaged = teacher ? JSON.stringify([teacher.decay, teacher.scored ?? false]) : "";
  return createHash("sha256").update(graph).update(kept).update(averaged).digest("hex");
}

function named<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]),
  );
}
