// A number with its uncertainty: what every measure with an interval gives.

import * as z from "zod";
import type { Frozen } from "./frozen.js";

export const estimate = z.object({
  value: z.number().meta({ column: "" }),
  low: z.number(),
  high: z.number(),
});

/**
 * An estimate with its 95% interval; `low <= value <= high` need not hold for a percentile
 * bootstrap of few seeds.
 */
export type Estimate = Frozen<z.infer<typeof estimate>>;
