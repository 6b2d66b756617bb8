// A supervisor without a model: ground truth, wrong on purpose where a rule says. At equal
// accuracy, students learn very different things from different errors. Source: Burns et al. 2023,
// appendix E.2.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { isStudentSpec, type StudentSpec } from "../students/index.js";
import { crossFitted } from "./cross-fitted.js";
import { errorKeys, type KeyRule } from "./error-keys.js";
import { errorsStep } from "./errors-step.js";
import { nestedSupervisor, supervisorSchema } from "./nested.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";

/** Rules that a ceiling's predictions decide. */
const judged = ["unconfident", "confidently-correct"] as const;
export type JudgedRule = (typeof judged)[number];

/** Options of `errors`. */
export const errorsSchema = z.strictObject({
  /**
   * Which examples are labelled wrongly: "random" ones, those with the "longest" or "shortest" text
   * (in characters), the "hardest" or "easiest" by a fact, those that the ceiling of `of` is most
   * "unconfident" about, or "confidently-correct".
   */
  where: z.enum(["random", "longest", "shortest", "hardest", "easiest", ...judged]),
  /** Share of each split that is labelled wrongly, in (0, 1). Give this or `like`. */
  rate: z.number().gt(0).lt(1).optional(),
  /** A supervisor whose number of errors in each split is copied. Give this or `rate`. */
  like: supervisorSchema.optional(),
  /** The student whose cross-fitted ceiling "unconfident" and "confidently-correct" ask. */
  of: z
    .custom<StudentSpec>((value) => isStudentSpec(value) && value.told === undefined, {
      error: "must be a student such as probe(...), not told",
    })
    .optional(),
  /** The fact of an example that "hardest" and "easiest" go by; default "difficulty". */
  difficulty: z.string().min(1).default("difficulty"),
  /** What tables call it; default: the rule with its rate or its model. */
  as: z.string().min(1).optional(),
});
/** Options of `errors`. */
export type ErrorsOptions = z.input<typeof errorsSchema>;

/** A synthetic supervisor: hard labels, right but for the errors of its rule. */
export interface ErrorsSpec extends SupervisorBase {
  readonly kind: "errors";
  readonly where: KeyRule | JudgedRule;
  readonly rate: number | undefined;
  readonly like: SupervisorBase | undefined;
  readonly of: StudentSpec | undefined;
  readonly difficulty: string;
  readonly as: string | undefined;
}

/**
 * A synthetic supervisor that labels with ground truth, wrong where the rule says; ties of the rule
 * are broken by the seed.
 *
 *     errors({ where: "longest", rate: 0.2 })
 *     errors({ where: "hardest", like: finetune(weak) })
 *     errors({ where: "unconfident", of: probe(strong), like: probe(weak) })
 *
 * @throws InputError for an unknown or wrong option, unless exactly one of `rate` and `like` is
 * given, and unless `of` goes with a rule that asks it
 */
export function errors(given: ErrorsOptions): ErrorsSpec {
  const { where, rate, like, of, difficulty, as } = checkOptions(errorsSchema, given, "errors");
  checkAmount("errors", rate, like);
  if (isJudged(where) !== (of !== undefined)) {
    throw new InputError(
      isJudged(where)
        ? `errors: "${where}" needs "of", the student whose ceiling it asks, such as probe(strong)`
        : `errors: "of" goes with "${judged.join('" and "')}", got "${where}"`,
    );
  }
  const copied = like && nestedSupervisor(like);
  return named({ kind: "errors", where, rate, like: copied, of, difficulty, as });
}

/** @throws InputError unless exactly one of the two says how many errors there are */
export function checkAmount(kind: string, rate: number | undefined, like: unknown): void {
  if ((rate === undefined) !== (like === undefined)) return;
  throw new InputError(
    `${kind}: give either "rate", a share in (0, 1), or "like", a supervisor to copy it from`,
  );
}

/** "20%" or "like MiniLM:0", for tables. */
export function shownAmount({ rate, like }: Pick<ErrorsSpec, "rate" | "like">): string {
  return rate === undefined ? `like ${like!.label}` : `${Number((100 * rate).toFixed(2))}%`;
}

const isJudged = (where: ErrorsSpec["where"]): where is JudgedRule =>
  judged.some((rule) => rule === where);

function named(spec: Omit<ErrorsSpec, "label">): ErrorsSpec {
  const { where, of, as } = spec;
  const rule = of ? `${where} of ${of.label}` : where;
  return { ...spec, label: as ?? `${rule} wrong, ${shownAmount(spec)}` };
}

export const errorsKind: SupervisorKind<ErrorsSpec> = {
  name: "errors",
  assumes:
    "is ground truth with errors made by a rule: they show what a student does with errors " +
    "of this kind, not which errors people make.",
  schema: errorsSchema,
  ofTruth: () => true,
  fromJson(item, nested) {
    const { like, of, ...given } = z.record(z.string(), z.unknown()).parse(item);
    return errors({
      ...given,
      ...(like !== undefined && { like: nested.supervisor(like) }),
      ...(of !== undefined && { of: nested.student(of) }),
    } as ErrorsOptions);
  },
  parts: ({ like, of }) => ({ students: of ? [of] : [], supervisors: like ? [like] : [] }),
  withParts: (spec, replace) =>
    named({
      ...spec,
      like: spec.like && replace.supervisor(spec.like),
      of: spec.of && replace.student(spec.of),
    }),
  say(spec, seed, room) {
    const { where, of } = spec;
    const like = spec.like && room.say(spec.like, seed);
    const rule =
      of && isJudged(where)
        ? { judged: { by: where, judges: crossFitted(of, seed, room) } }
        : { keys: errorKeys(where as KeyRule, spec.difficulty, room) };
    return errorsStep(spec, rule, like, seed, room);
  },
  facts: () => null,
};
