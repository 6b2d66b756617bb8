// Measures: what the test split says about a supervisor, its student, the ceiling and the arms.

export { accuracy } from "./accuracy.js";
export { agreement } from "./agreement.js";
export { measures } from "./all.js";
export { auroc } from "./auroc.js";
export type { BootstrapOptions, PgrSummary } from "./bootstrap/bootstrap.js";
export { bootstrapPgr, resampledRoles } from "./bootstrap/bootstrap.js";
export { percentileInterval } from "./bootstrap/interval.js";
export type { Pgr } from "./bootstrap/pgr-guard.js";
export type { Resampler, ResamplerOptions } from "./bootstrap/resampler.js";
export { resampler } from "./bootstrap/resampler.js";
export type {
  ArmName,
  CellPredictions,
  RoleName,
  RolePredictions,
} from "./bootstrap/roles.js";
export { armNames, drawsOf, roleNames, roleWords } from "./bootstrap/roles.js";
export { calibrationError } from "./calibration-error.js";
export type { Comparison, Drawn } from "./cell/compare-methods.js";
export { compareMethods } from "./cell/compare-methods.js";
export type { TestFacts } from "./cell/parts.js";
export { scoreParts } from "./cell/parts.js";
export type {
  Agreement,
  Arm,
  CellScores,
  NearConstant,
  Part,
  RoleScores,
} from "./cell/schema.js";
export type { ScoredCell, ScoreOptions } from "./cell/score-cell.js";
export { scoreCell } from "./cell/score-cell.js";
export type { Estimate } from "./estimate.js";
export type { LabelQuality } from "./label-quality.js";
export { labelQuality, meanLabelQuality } from "./label-quality.js";
export { logLoss } from "./log-loss.js";
export type {
  AnyMeasure,
  Contrast,
  Described,
  Measure,
  MeasureInput,
  PairMeasure,
  TestPredictions,
} from "./measure.js";
export type {
  CrossedPairs,
  MeanVariance,
  OnePair,
  OverPretrainings,
  RatioOverPretrainings,
} from "./over-pretrainings/crossed.js";
export { meanOverPretrainings, ratioOverPretrainings } from "./over-pretrainings/crossed.js";
export type { HierarchicalOptions } from "./over-tasks/hierarchical.js";
export { hierarchical } from "./over-tasks/hierarchical.js";
export type { KeptDraws } from "./over-tasks/kept-draws.js";
export { packDraws, unpackDraws } from "./over-tasks/kept-draws.js";
export { mean, median } from "./over-tasks/middle.js";
export type {
  MeanOverTasks,
  OneTask,
  OverTasks,
  TasksInterval,
} from "./over-tasks/over-tasks.js";
export {
  meanOverTasks,
  medianInterval,
  medianOverTasks,
  ratioOverTasks,
} from "./over-tasks/over-tasks.js";
export type { Selected } from "./over-tasks/selected-pgr.js";
export { selectedPgr, selectsOnOthers } from "./over-tasks/selected-pgr.js";
export { tBound, tTails } from "./over-tasks/student-t.js";
export type { OverlapShares } from "./overlap-density.js";
export { overlapShares } from "./overlap-density.js";
export { pgr } from "./pgr.js";
export type { Probabilities } from "./predictions.js";
export { predictions } from "./predictions.js";
export type { UserMeasure } from "./user-measure.js";
export { measure, measureIdentity } from "./user-measure.js";
