// A number with its uncertainty: what every measure with an interval gives.

import * as z from "zod";
import type { Frozen } from "./frozen.js";

/** Labels may add up to 1 within 1e-3, so that a confidence may lie as much above 1. */
const rounding = 2e-3;

const between = (least: number, most: number) =>
  z.number().refine((value) => value >= least - rounding && value <= most + rounding, {
    error: `must be from ${least} to ${most}`,
  });

/** A share, or a score that is a mean of shares. */
export const share = between(0, 1);

/** How many of something there are. */
export const amount = z.number().min(0);

const withInterval = (number: z.ZodNumber) =>
  z
    .object({ value: number.meta({ column: "" }), low: number, high: number })
    .refine(({ low, high }) => low <= high, {
      error: 'must be at most the "high" beside it',
      path: ["low"],
    });

export const estimate = withInterval(z.number());
/** Of a share. */
export const shareEstimate = withInterval(share);
/** Of one share minus another. */
export const differenceEstimate = withInterval(between(-1, 1));

/**
 * An estimate with its 95% interval; `low <= value <= high` need not hold for a percentile
 * bootstrap of few seeds.
 */
export type Estimate = Frozen<z.infer<typeof estimate>>;
