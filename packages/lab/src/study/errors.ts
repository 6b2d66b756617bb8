// A supervisor without a model: ground truth, wrong on purpose where a rule says. At equal
// accuracy, students learn very different things from different errors. Source: Burns et al. 2023,
// appendix E.2.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import type { StudentSpec } from "./study.js";

const isTrained = (spec: StudentSpec | null) =>
  ["probe", "finetune", "lora", "prompt"].includes(spec?.kind ?? "") &&
  !(spec && "told" in spec && spec.told);

const options = z.strictObject({
  /**
   * Which examples are labelled wrongly: "random" ones, those with the "longest" or "shortest"
   * text, the "hardest" or "easiest".
   */
  where: z.enum(["random", "longest", "shortest", "hardest", "easiest"]),
  /** Share of each split that is labelled wrongly, in (0, 1). Give this or `like`. */
  rate: z.number().gt(0).lt(1).optional(),
  /** A supervisor whose number of errors in each split is copied. Give this or `rate`. */
  like: z
    .custom<StudentSpec>((value) => isTrained(value as StudentSpec | null), {
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
export interface ErrorsSpec {
  readonly kind: "errors";
  readonly where: z.output<typeof options>["where"];
  readonly rate: number | undefined;
  readonly like: StudentSpec | undefined;
  readonly difficulty: string;
  /** What tables call it, for example "20% longest wrong". */
  readonly label: string;
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
  return {
    kind: "errors",
    where,
    rate,
    like,
    difficulty,
    label: as ?? errorsLabel({ where, rate, like }),
  };
}

export function errorsLabel({
  where,
  rate,
  like,
}: Pick<ErrorsSpec, "where" | "rate" | "like">): string {
  const amount = rate === undefined ? `like ${like!.label}` : `${Number((100 * rate).toFixed(2))}%`;
  return `${where} wrong, ${amount}`;
}
