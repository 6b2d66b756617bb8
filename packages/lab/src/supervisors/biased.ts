// A supervisor with a bias of a known shape, over a user's function of an example: an overseer
// that is led astray in one direction where the function is highest, or that is right only on what
// is easy. Ground truth otherwise, as errors.ts.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import type { Example } from "../tasks/index.js";
import { checkApart, factOf, type Ruled } from "./error-keys.js";
import { checkAmount, shownAmount } from "./errors.js";
import { errorsAt, errorsStep, tooFew } from "./errors-step.js";
import { supervisorSchema } from "./nested.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "./supervisor.js";

/** A number for each example: the higher, the more a biased supervisor errs on it. */
export type BiasFunction = (example: Example) => number;

/** Options of `biased`. */
const biasedSchema = z.strictObject({
  /**
   * "adversarial": of the examples whose right option is not `toward`, those where `by` is highest
   * are all labelled `toward`. "easy": those where `by` is highest are wrong, each in a direction
   * of its own, so that only what is easy is right.
   */
  kind: z.enum(["adversarial", "easy"]),
  /** A function from an example to a finite number, or the name of a fact that is one. */
  by: z.custom<BiasFunction | string>(
    (value) => typeof value === "function" || (typeof value === "string" && value !== ""),
    { error: "must be a function of an example, or the name of a fact" },
  ),
  /** Share of each split that is labelled wrongly, in (0, 1). Give this or `like`. */
  rate: z.number().gt(0).lt(1).optional(),
  /** A supervisor whose number of errors in each split is copied. Give this or `rate`. */
  like: supervisorSchema.optional(),
  /** With "adversarial": the option that wrong labels are, from 0; default: the last. */
  toward: z.int().min(0).optional(),
  /** What tables call it; default: its kind, its function's name and its rate or model. */
  as: z.string().min(1).optional(),
});
/** Options of `biased`. */
export type BiasedOptions = z.input<typeof biasedSchema>;

/** A supervisor with a bias: hard labels, right but for its errors. */
export interface BiasedSpec extends SupervisorBase {
  readonly kind: "biased";
  readonly bias: "adversarial" | "easy";
  readonly by: BiasFunction | string;
  readonly rate: number | undefined;
  readonly like: SupervisorBase | undefined;
  readonly toward: number | undefined;
  readonly as: string | undefined;
}

/**
 * A supervisor that labels with ground truth but for a bias; ties of the function are broken by the
 * seed.
 *
 *     biased({ kind: "adversarial", by: ({ inputs }) => inputs[0]!.length, rate: 0.2, toward: 1 })
 *     biased({ kind: "easy", by: "difficulty", like: probe(weak) })
 *
 * @throws InputError for an unknown or wrong option, and unless exactly one of `rate` and `like` is
 * given
 */
export function biased(given: BiasedOptions): BiasedSpec {
  const { kind, by, rate, like, toward, as } = checkOptions(biasedSchema, given, "biased");
  checkAmount("biased", rate, like);
  if (kind === "easy" && toward !== undefined) {
    throw new InputError('biased: "toward" is for kind: "adversarial", got "easy"');
  }
  return named({ kind: "biased", bias: kind, by, rate, like, toward, as });
}

function named(spec: Omit<BiasedSpec, "label">): BiasedSpec {
  const { bias, by, as } = spec;
  const name = typeof by === "string" ? by : by.name;
  const what = name === "" || name === "by" ? bias : `${bias} by ${name}`;
  return { ...spec, label: as ?? `${what}, ${shownAmount(spec)}` };
}

export const biasedKind: SupervisorKind<BiasedSpec> = {
  name: "biased",
  assumes:
    "is ground truth with a bias made by a rule: it shows what a student does with this " +
    "bias, not which biases people have.",
  schema: biasedSchema,
  ofTruth: () => true,
  holds: { like: { is: "supervisor" } },
  named,
  fromJson: (options) => biased(options as BiasedOptions),
  say(spec, seed, room) {
    const { by, like, bias } = spec;
    const toward = bias === "adversarial" ? towardOf(spec, seed, room) : undefined;
    const rule = {
      keys: valuesOf(by, room),
      by: typeof by === "string" ? by : by.toString(),
      ...(toward !== undefined && { toward }),
    };
    return errorsStep(spec, rule, like && room.say(like, seed), seed, room);
  },
  facts: () => null,
};

/** @throws InputError for an option that the task lacks, or that is right too often for the rate */
function towardOf({ toward, rate }: BiasedSpec, seed: number, room: SupervisorRoom): number {
  const { options, name } = room.task;
  const option = toward ?? options - 1;
  if (option >= options) {
    throw new InputError(
      `biased: "toward" must be an option of task ${name}, 0 to ${options - 1}, got ${option}`,
    );
  }
  for (const part of rate === undefined ? [] : room.parts(seed)) {
    const others = part.filter((row) => room.truth[row] !== option).length;
    const errors = errorsAt(rate!, part);
    if (errors > others) throw tooFew(errors, part.length, others, option);
  }
  return option;
}

/**
 * The function's value of every example.
 * @throws InputError for what is no finite number, and where it is the same of all
 */
function valuesOf(by: BiasFunction | string, room: Ruled): number[] {
  const values = givenValues(by, room);
  checkApart(values, 'biased: "by" must tell examples apart', room);
  return values;
}

function givenValues(by: BiasFunction | string, room: Ruled): number[] {
  if (typeof by === "string") {
    return room.examples.map((example) => factOf(example, by, `"by"`, room, "biased"));
  }
  return room.examples.map((example) => {
    const value: unknown = by({ ...example, inputs: [...example.inputs] });
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new InputError(
      `biased: "by" must give a finite number for each example, got ${String(value)} for ` +
        `${example.id} of ${room.task.name}`,
    );
  });
}
