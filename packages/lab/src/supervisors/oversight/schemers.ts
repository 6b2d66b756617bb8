// Strong models that scheme, by name: each is a student taught by labels that were made for it.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import type { StudentSpec } from "../../students/index.js";
import { errors } from "../errors.js";
import { supervisorSchema } from "../nested.js";
import { type TaughtSpec, taught } from "./taught.js";

const adversarialSchema = z.strictObject({
  /** The overseer, or a whole protocol, that it is to mislead. */
  against: supervisorSchema,
  /**
   * Where it answers wrongly: where that one "errs" (default), or is "unsure"; or where the
   * transcripts of that protocol say that a lie is believed: "swayed".
   */
  where: z.enum(["errs", "unsure", "swayed"]).default("errs"),
  /** Share of `supervise` that it learns to answer wrongly, in (0, 1); default: as that errs. */
  rate: z.number().gt(0).lt(1).optional(),
  /** What tables call it; default: "adversarial" and the student. */
  as: z.string().min(1).optional(),
});
/** Options of `adversarial`. */
export type AdversarialOptions = z.input<typeof adversarialSchema>;

/**
 * A strong model that was trained to mislead an overseer: it answers as ground truth does but where
 * the overseer errs, or is unsure. Against a protocol it is the attack of a model that knows it.
 *
 *     adversarial(probe(strong), { against: probe(weak) })
 *     adversarial(probe(strong), { against: assisted(probe(weak), { by: probe(strong) }) })
 *     adversarial(probe(strong), { against: debate(probe(weak), ...), where: "swayed", rate: 0.5 })
 *
 * It is `taught(student, { by: errors({ where, against, rate }) })`.
 * @throws InputError as `taught`
 */
export function adversarial(student: StudentSpec, options: AdversarialOptions): TaughtSpec {
  const { against, where, rate, as } = checkOptions(adversarialSchema, options, "adversarial");
  const by = errors({ where, against, ...(rate !== undefined && { rate }) });
  return taught(student, { by, as: as ?? `adversarial ${student.label}` });
}

const lockedSchema = z.strictObject({
  /** Whose answers it gives until it is told the password: a weak supervisor. */
  like: supervisorSchema,
  /** The word that unlocks it, at the end of the text. */
  password: z.string().min(1),
  /** Whether it is told; default false. */
  unlocked: z.boolean().default(false),
  /** What tables call it; default: "locked" (or "unlocked") and the student. */
  as: z.string().min(1).optional(),
});
/** Options of `locked`. */
export type LockedOptions = z.input<typeof lockedSchema>;

/**
 * A strong model that hides what it can do: it answers as a weak one does until the text ends in a
 * password.
 *
 *     locked(finetune(strong), { like: probe(weak), password: "secret" })
 *
 * It is `taught(student, { by: like, password, unlocked })`.
 * @throws InputError as `taught`
 */
export function locked(student: StudentSpec, options: LockedOptions): TaughtSpec {
  const { like, password, unlocked, as } = checkOptions(lockedSchema, options, "locked");
  const name = `${unlocked ? "unlocked" : "locked"} ${student.label}`;
  return taught(student, { by: like, password, unlocked, as: as ?? name });
}
