// Every measure, by its key in results.json: what scores, results.json's schema, the CSV's columns,
// docs/measures.md and the shared suite walk.

import { accuracyMeasure } from "./accuracy.js";
import {
  overall,
  overruledRight,
  whereSupervisorRight,
  whereSupervisorWrong,
} from "./agreement.js";
import { aurocMeasure } from "./auroc.js";
import { calibrationErrorMeasure } from "./calibration-error.js";
import { logLossMeasure } from "./log-loss.js";
import type { AnyMeasure, Contrast, Measure, PairMeasure } from "./measure.js";
import { gainContrast, gapContrast, pgrContrast } from "./pgr.js";

/** A number for each role. */
export const roleMeasures = {
  accuracy: accuracyMeasure,
  auroc: aurocMeasure,
  logLoss: logLossMeasure,
  calibrationError: calibrationErrorMeasure,
} as const satisfies Readonly<Record<string, Measure>>;

/** Shares that compare student and supervisor. */
export const pairMeasures = {
  overall,
  whereSupervisorRight,
  whereSupervisorWrong,
  overruledRight,
} as const satisfies Readonly<Record<string, PairMeasure>>;

/** What follows from the scores of three roles. */
export const contrasts = {
  gap: gapContrast,
  gain: gainContrast,
  pgr: pgrContrast,
} as const satisfies Readonly<Record<string, Contrast>>;

/** All of them, in the order of the docs. */
export const measures: Readonly<Record<string, AnyMeasure>> = {
  ...roleMeasures,
  ...pairMeasures,
  ...contrasts,
};

/** The schema of an object with one entry a measure, each with its column's name. */
export function schemasOf<
  M extends Readonly<Record<string, Pick<Measure | PairMeasure, "schema" | "column">>>,
>(map: M): { [K in keyof M]: M[K]["schema"] } {
  const entries = Object.entries(map).map(([name, { schema, column }]) => [
    name,
    schema.meta({ column }),
  ]);
  return Object.fromEntries(entries) as { [K in keyof M]: M[K]["schema"] };
}
