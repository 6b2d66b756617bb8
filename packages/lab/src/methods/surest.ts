// Confidence filtering: only the labels that the supervisor is surest of, the same share of each
// class, so that no class is filtered away.

import { InputError } from "@w2s/base";
import * as z from "zod";
import type { Adjustment } from "./adjustment.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { inRange } from "./options.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

/**
 * Keeps the surest `keep` of each class (by most probable option, the lowest at a tie), ordered by
 * that option's probability; at least one of a class that has any. Ties go by the examples' order.
 * @throws InputError for `keep` outside (0, 1]
 */
export function surestOf(keep: number): Adjustment {
  if (!(keep > 0 && keep <= 1)) {
    throw new InputError(`surest: "keep" must be in (0, 1], got ${keep}`);
  }
  return {
    name: "surest",
    options: { keep },
    version: 1,
    filters: true,
    apply({ probabilities: { data, shape } }) {
      const [n, options] = shape as [number, number];
      const classes: { i: number; sure: number }[][] = Array.from({ length: options }, () => []);
      for (let i = 0; i < n; i++) {
        const row = data.subarray(i * options, (i + 1) * options);
        const sure = Math.max(...row);
        classes[row.indexOf(sure)]!.push({ i, sure });
      }
      const kept = classes.flatMap((of) => {
        const count = of.length === 0 ? 0 : Math.max(1, Math.round(keep * of.length));
        return of
          .sort((a, b) => b.sure - a.sure)
          .slice(0, count)
          .map(({ i }) => i);
      });
      return { keep: Int32Array.from(kept).sort() };
    },
  };
}

const schema = z.strictObject({
  /** The share of each class that stays; in (0, 1]; it has no default. */
  keep: inRange("(0, 1]"),
  /** How the student learns from them; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `surest`. */
export type SurestOptions = z.input<typeof schema>;

/** Learns only from the labels that the supervisor is surest of, the same share of each class. */
export const surest = methodKind(
  "surest",
  schema,
  ({ keep, by }) =>
    program("surest", { keep, by }, ({ student, labels, fit }) =>
      fit(student, labels.surest(keep), by),
    ),
  { by: "method" },
);
