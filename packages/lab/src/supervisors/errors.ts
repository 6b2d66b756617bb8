// A supervisor without a model: ground truth, wrong on purpose where a rule says. At equal
// accuracy, students learn very different things from different errors. Source: Burns et al. 2023,
// appendix E.2; against an overseer: Greenblatt et al. 2023 (2312.06942).

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { isStudentSpec, type StudentSpec } from "../students/index.js";
import { crossFitted } from "./cross-fitted.js";
import { errorKeys, type KeyRule } from "./error-keys.js";
import { type ErrorRule, errorsStep } from "./errors-step.js";
import { supervisorSchema } from "./nested.js";
import { protocolsBehind } from "./oversight/overseen.js";
import type { SupervisorBase, SupervisorKind, SupervisorRoom } from "./supervisor.js";

/** Rules that a ceiling's predictions decide. */
const judged = ["unconfident", "confidently-correct"] as const;
export type JudgedRule = (typeof judged)[number];

/** Rules that what an overseer says decides. */
const overseen = ["errs", "unsure", "swayed"] as const;
export type OverseenRule = (typeof overseen)[number];

/** Options of `errors`. */
const errorsSchema = z.strictObject({
  /**
   * Which examples are labelled wrongly: "random" ones, those with the "longest" or "shortest" text
   * (in characters), the "hardest" or "easiest" by a fact, those that the ceiling of `of` is most
   * "unconfident" about, or "confidently-correct"; those where the supervisor `against` "errs", the
   * surest of its errors first, or is "unsure"; those where by its transcripts the protocol
   * `against` is "swayed" most by a lie.
   */
  where: z.enum(["random", "longest", "shortest", "hardest", "easiest", ...judged, ...overseen]),
  /** Share of each split that is labelled wrongly, in (0, 1). Give this or `like`. */
  rate: z.number().gt(0).lt(1).optional(),
  /**
   * A supervisor whose number of errors in each split is copied. Give this or `rate`; default with
   * `against`: that one.
   */
  like: supervisorSchema.optional(),
  /**
   * The supervisor that "errs", "unsure" and "swayed" look at: a wrong label is what it is nearest
   * to.
   */
  against: supervisorSchema.optional(),
  /** The student whose cross-fitted ceiling "unconfident" and "confidently-correct" ask. */
  of: z
    .custom<StudentSpec>((value) => isStudentSpec(value) && value.told === undefined, {
      error: "must be a student such as probe(...), not told(...)",
    })
    .optional(),
  /** The fact of an example that "hardest" and "easiest" go by; default "difficulty". */
  difficulty: z.string().min(1).default("difficulty"),
  /** What tables call it; default: the rule with its rate or its model. */
  as: z.string().min(1).optional(),
});
/** Options of `errors`. */
export type ErrorsOptions = z.input<typeof errorsSchema>;

/** A rule, and whom it asks. */
type Rule =
  | { readonly where: KeyRule; readonly of: undefined; readonly against: undefined }
  | { readonly where: JudgedRule; readonly of: StudentSpec; readonly against: undefined }
  | { readonly where: OverseenRule; readonly of: undefined; readonly against: SupervisorBase };

interface AnyRule extends SupervisorBase {
  readonly kind: "errors";
  readonly rate: number | undefined;
  readonly like: SupervisorBase | undefined;
  readonly difficulty: string;
  readonly as: string | undefined;
}

/** A synthetic supervisor: hard labels, right but for the errors of its rule. */
export type ErrorsSpec = AnyRule & Rule;

/**
 * A synthetic supervisor that labels with ground truth, wrong where the rule says; ties of the rule
 * are broken by the seed.
 *
 *     errors({ where: "longest", rate: 0.2 })
 *     errors({ where: "hardest", like: finetune(weak) })
 *     errors({ where: "unconfident", of: probe(strong), like: probe(weak) })
 *     errors({ where: "errs", against: probe(weak) })
 *
 * @throws InputError for an unknown or wrong option, unless exactly one of `rate` and `like` is
 * given, and unless `of` and `against` go with a rule that asks them
 */
export function errors(given: ErrorsOptions): ErrorsSpec {
  const options = checkOptions(errorsSchema, given, "errors");
  const { where, rate, of, against, difficulty, as } = options;
  const like = options.like ?? (rate === undefined ? against : undefined);
  checkAmount("errors", rate, like);
  return named({ kind: "errors", ...ruleOf(where, of, against), rate, like, difficulty, as });
}

type Where = ErrorsSpec["where"];
const isJudged = (where: Where): where is JudgedRule => judged.some((one) => one === where);
const isOverseen = (where: Where): where is OverseenRule => overseen.some((one) => one === where);

/** @throws InputError unless whom some rules ask is given with these, and with no other */
function ruleOf(
  where: Where,
  of: StudentSpec | undefined,
  against: SupervisorBase | undefined,
): Rule {
  const needs = (name: string, what: string) =>
    new InputError(`errors: "${where}" needs "${name}", ${what}`);
  const isFor = (name: string, rules: readonly string[]) =>
    new InputError(`errors: "${name}" is for where: "${rules.join('" or "')}", got "${where}"`);
  if (isJudged(where)) {
    if (!of) throw needs("of", "the student whose ceiling it asks, such as probe(strong)");
    if (against) throw isFor("against", overseen);
    return { where, of, against };
  }
  if (of) throw isFor("of", judged);
  if (isOverseen(where)) {
    if (!against) throw needs("against", "the supervisor it looks at, such as probe(weak)");
    return { where, of, against };
  }
  if (against) throw isFor("against", overseen);
  return { where, of, against };
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

function named(spec: Omit<AnyRule, "label"> & Rule): ErrorsSpec {
  const { where, of, against, as } = spec;
  const rule = of ? `${where} of ${of.label}` : where;
  const wrong = against ? `wrong where ${against.label} ${overseenText(where)}` : `${rule} wrong`;
  return { ...spec, label: as ?? `${wrong}, ${shownAmount(spec)}` };
}

const overseenText = (where: Where): string => (where === "errs" ? where : `is ${where}`);

export const errorsKind: SupervisorKind<ErrorsSpec> = {
  name: "errors",
  assumes:
    "is ground truth with errors made by a rule: they show what a student does with errors " +
    "of this kind, not which errors people make.",
  schema: errorsSchema,
  ofTruth: () => true,
  holds: { like: { is: "supervisor" }, against: { is: "supervisor" }, of: { is: "student" } },
  named,
  fromJson: (options) => errors(options as ErrorsOptions),
  say(spec, seed, room) {
    const like = spec.like && room.say(spec.like, seed);
    return errorsStep(spec, appliedRule(spec, seed, room), like, seed, room);
  },
  facts: () => null,
};

function appliedRule(spec: ErrorsSpec, seed: number, room: SupervisorRoom): ErrorRule {
  if (spec.of) return { judged: { by: spec.where, judges: crossFitted(spec.of, seed, room) } };
  if (!spec.against) return { keys: errorKeys(spec.where, spec.difficulty, room) };
  const { where, against } = spec;
  const said = room.say(against, seed);
  if (where !== "swayed") return { judged: { by: where, judges: [said] } };
  const judges = protocolsBehind(said);
  if (judges.length > 0) return { judged: { by: where, judges } };
  throw new InputError(
    `errors: "swayed" reads transcripts, and ${against.label} has none; name a protocol such ` +
      'as debate(...), or where: "errs"',
  );
}
