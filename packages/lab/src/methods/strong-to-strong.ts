// Strong-to-strong iterations: the student's own labels teach it again, from the start. Source:
// EleutherAI's weak-to-strong experiments ("strong-to-strong training"), who saw no gain.

import * as z from "zod";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

const schema = z.strictObject({
  /** How often it is taught again; at least 1, default 1. */
  iterations: z.int().min(1).max(50).default(1),
  /** How it learns each time; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `strongToStrong`. */
export type StrongToStrongOptions = z.input<typeof schema>;

/** Each iteration trains the student anew, on what it said after the one before. */
export const strongToStrong = methodKind(
  "strong-to-strong",
  schema,
  ({ iterations, by }) =>
    program("strong-to-strong", { iterations, by }, ({ student, labels, fit, label }) => {
      let taught = fit(student, labels, by);
      for (let i = 0; i < iterations; i++) taught = fit(student, label(taught), by);
      return taught;
    }),
  { by: "method" },
);
