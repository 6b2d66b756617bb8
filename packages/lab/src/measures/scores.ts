// All measures of one cell of a study: what an Outcome says about its test split.

import type { Outcome, RoleScores } from "../outcome.js";
import { type BootstrapOptions, bootstrapPgr, drawsOf, type TestPredictions } from "./bootstrap.js";
import { calibrationError } from "./calibration-error.js";
import { logLoss } from "./log-loss.js";
import { meanAgreement, meanOver } from "./means.js";
import { scoreParts, type TestFacts } from "./parts.js";
import { resampler } from "./resampler.js";

/** The measured part of an outcome. */
export type CellScores = Pick<
  Outcome,
  | "metric"
  | "weak"
  | "strong"
  | "ceiling"
  | "gap"
  | "gain"
  | "pgr"
  | "agreement"
  | "parts"
  | "testExamples"
>;

/**
 * Measures one cell: accuracy and (with two options and both classes) AUROC of each role with
 * intervals, gap, gain and PGR on `options.metric`, and log loss, calibration error and agreement
 * as means over seeds, agreement by facts too.
 * @throws InputError as `bootstrapPgr`
 */
export function scoreCell(
  test: TestPredictions,
  options: BootstrapOptions,
  facts: TestFacts = new Map(),
): CellScores {
  const shared = {
    ...options,
    resampler: options.resampler ?? resampler({ ...drawsOf(test), ...options }),
  };
  const byAccuracy = bootstrapPgr(test, { ...shared, metric: "accuracy" });
  const ranks =
    options.metric === "auroc" || (test.weak[0]!.shape[1] === 2 && new Set(test.labels).size === 2);
  const byAuroc = ranks ? bootstrapPgr(test, { ...shared, metric: "auroc" }) : null;

  const role = (name: "weak" | "strong" | "ceiling"): RoleScores => ({
    accuracy: byAccuracy[name],
    auroc: byAuroc?.[name] ?? null,
    logLoss: meanOver(test[name], (probabilities) => logLoss(probabilities, test.labels)),
    calibrationError: meanOver(test[name], (probabilities) =>
      calibrationError(probabilities, test.labels),
    ),
  });
  const { gap, gain, pgr } = options.metric === "auroc" ? byAuroc! : byAccuracy;
  return {
    metric: options.metric,
    testExamples: test.labels.length,
    weak: role("weak"),
    strong: role("strong"),
    ceiling: role("ceiling"),
    gap,
    gain,
    pgr,
    agreement: meanAgreement(test),
    parts: scoreParts(test, facts),
  };
}
