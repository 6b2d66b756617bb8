// What becomes of a row when one setting of its study is another: for sensitivity, one at a time.

import * as z from "zod";
import { pgrSchema } from "../measures/bootstrap/pgr-guard.js";
import { differenceEstimate, shareEstimate } from "../measures/estimate.js";
import type { Frozen } from "../measures/frozen.js";

export const variedSchema = z.object({
  /** As --set names it: "epochs", "confidence.alpha". */
  setting: z.string(),
  /** Its value, as --set writes it. */
  value: z.string(),
  /** Scores on the metric of the row, with all else as in the row. */
  weak: shareEstimate,
  student: shareEstimate,
  ceiling: shareEstimate,
  gain: differenceEstimate,
  pgr: pgrSchema,
  /** This student minus the row's own, on the metric, paired over the same draws. */
  difference: differenceEstimate,
});
/** A row under another value of one setting. */
export type Varied = Frozen<z.infer<typeof variedSchema>>;
