// What one fit did while it trained: what selection could see, and what it could not.

import * as z from "zod";
import { roleNames } from "../measures/bootstrap/roles.js";
import { amount, share } from "../measures/estimate.js";
import type { Frozen } from "../measures/frozen.js";

const curvePointSchema = z.object({
  /** Training steps done. */
  step: amount,
  /** Mean training loss since the evaluation before; null where it was not kept. */
  loss: z.number().nullable(),
  /** Share of validation on which the student says what its labels say; null without validation. */
  agreement: share.nullable(),
  /** Afterwards, unseen by any selection: accuracy on test; null where it was not measured. */
  testAccuracy: share.nullable(),
  /** Likewise, the share of test on which it says what the cell's supervisor says. */
  testAgreement: share.nullable(),
});

export const curveSchema = z.object({
  role: z.enum([...roleNames, "link"]),
  /** Which model of the chain; only where the role is "link". */
  link: z.string().optional(),
  seed: z.number(),
  /** Evaluations in order. */
  points: z.array(curvePointSchema),
  /** How a regression's search for its minimum ended; absent where training has epochs. */
  search: z
    .object({ converged: z.boolean(), iterations: z.number(), gradient: z.number() })
    .optional(),
  /** Step of the evaluation whose weights were kept; null where the last were. */
  chosenStep: amount.nullable(),
});
/** How one training went, evaluation by evaluation. */
export type Curve = Frozen<z.infer<typeof curveSchema>>;
