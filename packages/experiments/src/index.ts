// @w2s/experiments: the experiments of the literature as studies.

export { experiments } from "./all.js";
export type {
  Claim,
  ClaimChange,
  ClaimResult,
  ClaimRun,
  ClaimsFile,
  ClaimVerdict,
  RunFacts,
  Setting,
  Verified,
} from "./claims/index.js";
export {
  checkText,
  claimChanges,
  claimsPage,
  claimsPath,
  extentText,
  measuredText,
  readClaims,
  settingNames,
  talliesOf,
  verifiedSchema,
  verifyClaims,
} from "./claims/index.js";
export { pairMeasures } from "./diagnostics/diagnostics.js";
export { cellsOfEvidence } from "./diagnostics/evidence.js";
export type { DiagnosticCell, Predictor, PredictorWorth } from "./diagnostics/figure.js";
export { drawMisfit, drawPredictors, worthOf } from "./diagnostics/figure.js";
export type { PairNumbers } from "./diagnostics/pair.js";
export type { Experiment, Given } from "./experiment.js";
export { nothingGiven } from "./experiment.js";
