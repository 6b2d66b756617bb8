// A student that is told its supervisor's label in the text: imitation becomes trivial. Source:
// Burns et al. 2023, appendix E.3.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { studentFrom, studentKind, type StudentSpec as ToldStudent } from "./kinds.js";

const options = z.strictObject({
  /**
   * What follows each text; `{label}` stands for the supervisor's label; default the paper's "I
   * think this is {label}. What do you think?".
   */
  remark: z
    .string()
    .refine((text) => text.includes("{label}"), { error: 'must contain "{label}"' })
    .default("I think this is {label}. What do you think?"),
  /** Words for the options, lowest first; default "incorrect" and "correct". */
  words: z.array(z.string().min(1)).min(2).default(["incorrect", "correct"]),
  /** What tables add to the student's label; default "told". */
  as: z.string().min(1).default("told"),
});
/** Options of `told`. */
export type ToldOptions = z.input<typeof options>;

/**
 * The student with a remark at the end of every text, in training and in test, that tells its
 * supervisor's most probable label. Its ceiling reads the same texts. The paper found that PGR
 * falls to about 0.
 *
 *     told(finetune(model("zoo:large")))
 *
 * @throws InputError for an unknown or wrong option, what is no student, or a prompted one
 */
export function told<S extends ToldStudent>(student: S, given: ToldOptions = {}): S {
  if (studentKind(studentFrom(student, "told:")).learns !== "by loss") {
    throw new InputError(`told: needs a student that is trained here, got ${student.label}`);
  }
  const { as, ...remark } = checkOptions(options, given, "told");
  const labelled = { ...student, told: { ...remark, as } };
  return { ...labelled, label: `${student.label}, ${as}` };
}
