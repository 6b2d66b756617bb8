// A supervisor of the user's own, given in a study file: a function from a task's examples to
// probabilities. Its labels are a step like any other, kept and never computed twice.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { type JsonObject, jsonObject } from "../store/index.js";
import type { Example } from "../tasks/index.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";
import { type UserSaid, userStep } from "./user-step.js";

/** What a user's supervisor is given; O are its options. */
export interface UserSupervisorContext<O extends JsonObject = JsonObject> {
  /** All examples of the task, ground truth included: `examples[row]`. Frozen. */
  readonly examples: readonly Example[];
  /** The rows that it is asked about. */
  readonly rows: Int32Array;
  readonly seed: number;
  /** The options that it was made with. */
  readonly options: O;
  /** How many options an example has, at least 2. */
  readonly K: number;
}

/** What a user's supervisor does. */
export type Speak<O extends JsonObject = JsonObject> = (
  context: UserSupervisorContext<O>,
) => UserSaid | Promise<UserSaid>;

const schema = z.strictObject({
  /** What tables call it; part of what names its labels. */
  name: z.string().min(1),
  /** All that the function depends on besides its own text and the task: JSON. */
  options: jsonObject,
  /** Gives probabilities of the rows that it is asked about; sync or async. */
  speak: z.custom<Speak>((value) => typeof value === "function", {
    error: "must be a function of { examples, rows, seed, options, K }",
  }),
});

/** A user's own supervisor. */
export interface UserSupervisorSpec extends SupervisorBase {
  readonly kind: "supervisor";
  readonly options: JsonObject;
  readonly speak: Speak;
}

/**
 * A supervisor of the study's own. What it says is named by `name`, `options`, the function's text
 * and the task: what else it reads (a file, a service) must stand in `options`.
 *
 *     supervisor("keywords", { word: "great" }, ({ examples, rows, options }) =>
 *       Array.from(rows, (row) =>
 *         examples[row]!.inputs[0]!.includes(options.word) ? [0.1, 0.9] : [0.9, 0.1]))
 *
 * @throws InputError for a name that is empty, options that are not JSON, and what is no function;
 * when computed, for probabilities that do not fit
 */
export function supervisor<O extends JsonObject>(
  name: string,
  options: O,
  speak: Speak<O>,
): UserSupervisorSpec {
  const given = checkOptions(schema, { name, options, speak }, "supervisor");
  return Object.freeze({
    kind: "supervisor",
    label: given.name,
    options: given.options,
    // It is called with these very options, and with no others.
    speak: speak as Speak,
  });
}

export const userSupervisorKind: SupervisorKind<UserSupervisorSpec> = {
  name: "supervisor",
  assumes: "is a function of the study's own, which may have looked at ground truth.",
  schema,
  // It may read ground truth, and nobody can tell.
  ofTruth: () => true,
  holds: {},
  named: (spec) => spec,
  fromJson() {
    throw new InputError("supervisor: is a function, which JSON cannot hold; write a .study.ts");
  },
  say: (spec, seed, room) => userStep(spec, seed, room),
  facts: () => null,
};
