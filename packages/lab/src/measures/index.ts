// Measures: what the test split says about a supervisor, its student and the ceiling.

export { accuracy } from "./accuracy.js";
export { agreement } from "./agreement.js";
export { auroc } from "./auroc.js";
export type { BootstrapOptions, PgrSummary, TestPredictions } from "./bootstrap.js";
export { bootstrapPgr, drawsOf } from "./bootstrap.js";
export { calibrationError } from "./calibration-error.js";
export { logLoss } from "./log-loss.js";
export type { TestFacts } from "./parts.js";
export { scoreParts } from "./parts.js";
export { pgr } from "./pgr.js";
export type { Probabilities } from "./predictions.js";
export { predictions } from "./predictions.js";
export type { Resampler, ResamplerOptions } from "./resampler.js";
export { resampler } from "./resampler.js";
export type { CellScores } from "./scores.js";
export { scoreCell } from "./scores.js";
