// A supervisor without a model: ground truth, wrong on purpose where a rule says. At equal
// accuracy, students learn very different things from different errors. Source: Burns et al. 2023,
// appendix E.2.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { isStudentSpec, type StudentSpec } from "../students/index.js";
import type { Example } from "../tasks/index.js";
import { errorsStep } from "./errors-step.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";
import { trained } from "./trained.js";

const options = z.strictObject({
  /**
   * Which examples are labelled wrongly: "random" ones, those with the "longest" or "shortest"
   * text (in characters), the "hardest" or "easiest".
   */
  where: z.enum(["random", "longest", "shortest", "hardest", "easiest"]),
  /** Share of each split that is labelled wrongly, in (0, 1). Give this or `like`. */
  rate: z.number().gt(0).lt(1).optional(),
  /** A supervisor whose number of errors in each split is copied. Give this or `rate`. */
  like: z
    .custom<StudentSpec>((value) => isStudentSpec(value) && value.told === undefined, {
      error: "must be a trained supervisor such as probe(...), not told",
    })
    .optional(),
  /** The fact of an example that "hardest" and "easiest" go by; default "difficulty". */
  difficulty: z.string().min(1).default("difficulty"),
  /** What tables call it; default: the rule with its rate or its model. */
  as: z.string().min(1).optional(),
});
export type ErrorsOptions = z.input<typeof options>;

/** A synthetic supervisor: hard labels, right but for the errors of its rule. */
export interface ErrorsSpec extends SupervisorBase {
  readonly kind: "errors";
  readonly where: z.output<typeof options>["where"];
  readonly rate: number | undefined;
  readonly like: StudentSpec | undefined;
  readonly difficulty: string;
  readonly as: string | undefined;
}

/**
 * A synthetic supervisor that labels with ground truth, wrong where the rule says; ties of the rule
 * are broken by the seed.
 *
 *     errors({ where: "longest", rate: 0.2 })
 *     errors({ where: "hardest", like: finetune(weak) })
 *
 * @throws InputError for an unknown or wrong option, and unless exactly one of `rate` and `like` is
 * given
 */
export function errors(given: ErrorsOptions): ErrorsSpec {
  const { where, rate, like, difficulty, as } = checkOptions(options, given, "errors");
  if ((rate === undefined) === (like === undefined)) {
    throw new InputError(
      'errors: give either "rate", a share in (0, 1), or "like", a supervisor to copy it from',
    );
  }
  return named({ kind: "errors", where, rate, like, difficulty, as });
}

function named(spec: Omit<ErrorsSpec, "label">): ErrorsSpec {
  const { rate, like, where, as } = spec;
  const amount = rate === undefined ? `like ${like!.label}` : `${Number((100 * rate).toFixed(2))}%`;
  return { ...spec, label: as ?? `${where} wrong, ${amount}` };
}

export const errorsKind: SupervisorKind<ErrorsSpec> = {
  name: "errors",
  ofTruth: true,
  fromJson(item, nested) {
    const { like, ...given } = z.record(z.string(), z.unknown()).catch({}).parse(item);
    const copied = like === undefined ? {} : { like: nested.student(like) };
    return errors({ ...given, ...copied } as ErrorsOptions);
  },
  parts: ({ like }) => ({ students: like ? [like] : [], supervisors: [] }),
  withParts: (spec, replace) =>
    spec.like ? named({ ...spec, like: replace.student(spec.like) }) : spec,
  say(spec, seed, room) {
    const like = spec.like && room.say(trained(spec.like), seed);
    return errorsStep(spec, errorKeys(spec, room), like, seed, room);
  },
  facts: () => null,
};

/**
 * By example: how strongly the rule asks for an error.
 * @throws InputError for an example without the fact, or with a text in its place
 */
export function errorKeys(
  { where, difficulty }: Pick<ErrorsSpec, "where" | "difficulty">,
  {
    task,
    examples,
  }: { readonly task: { readonly name: string }; readonly examples: readonly Example[] },
): number[] {
  if (where === "random") return examples.map(() => 0);
  if (where === "longest" || where === "shortest") {
    const sign = where === "longest" ? 1 : -1;
    return examples.map(
      ({ inputs }) => sign * inputs.reduce((sum, text) => sum + characters(text), 0),
    );
  }
  const sign = where === "hardest" ? 1 : -1;
  return examples.map(({ id, facts }) => {
    const value = facts?.[difficulty];
    if (typeof value === "number") return sign * value;
    throw new InputError(
      `errors: "${where}" needs a number "${difficulty}" for each example of ${task.name}, ${id} ` +
        `has ${JSON.stringify(value) ?? "none"}; keep it with the task's option "facts"`,
    );
  });
}

/** Characters, not the halves of some that JavaScript counts. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
