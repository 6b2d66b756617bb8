// All measures of one cell of a study: what an Outcome says about its test split.

import type { Agreement, Outcome, RoleScores } from "../outcome.js";
import { agreement } from "./agreement.js";
import { type BootstrapOptions, bootstrapPgr, drawsOf, type TestPredictions } from "./bootstrap.js";
import { calibrationError } from "./calibration-error.js";
import { logLoss } from "./log-loss.js";
import type { Probabilities } from "./predictions.js";
import { resampler } from "./resampler.js";

/** The measured part of an outcome. */
export type CellScores = Pick<
  Outcome,
  "metric" | "weak" | "strong" | "ceiling" | "gap" | "gain" | "pgr" | "agreement" | "testExamples"
>;

/**
 * Measures one cell: accuracy and (with two options and both classes) AUROC of each role with intervals, gap, gain and
 * PGR on `options.metric`, and log loss, calibration error and agreement as means over seeds.
 * @throws InputError as `bootstrapPgr`
 */
export function scoreCell(test: TestPredictions, options: BootstrapOptions): CellScores {
  const shared = { ...options, resampler: options.resampler ?? resampler({ ...drawsOf(test), ...options }) };
  const byAccuracy = bootstrapPgr(test, { ...shared, metric: "accuracy" });
  const ranks =
    options.metric === "auroc" || (test.weak[0]!.shape[1] === 2 && new Set(test.labels).size === 2);
  const byAuroc = ranks ? bootstrapPgr(test, { ...shared, metric: "auroc" }) : null;

  const role = (name: "weak" | "strong" | "ceiling"): RoleScores => ({
    accuracy: byAccuracy[name],
    auroc: byAuroc?.[name] ?? null,
    logLoss: meanOver(test[name], (probabilities) => logLoss(probabilities, test.labels)),
    calibrationError: meanOver(test[name], (probabilities) => calibrationError(probabilities, test.labels)),
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
  };
}

function meanOver(
  perSeed: readonly Probabilities[],
  measure: (probabilities: Probabilities) => number,
): number {
  return perSeed.reduce((sum, probabilities) => sum + measure(probabilities), 0) / perSeed.length;
}

/** Agreement averaged over the seeds in which each part exists. */
function meanAgreement({ weak, strong, labels }: TestPredictions): Agreement {
  const perSeed = strong.map((student, seed) => agreement(student, weak[seed]!, labels));
  const mean = (part: keyof Agreement) => {
    const values = perSeed.flatMap((entry) => entry[part] ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    overall: mean("overall")!,
    whereSupervisorRight: mean("whereSupervisorRight"),
    whereSupervisorWrong: mean("whereSupervisorWrong"),
  };
}
