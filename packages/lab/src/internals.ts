// @w2s/lab/internals: the training itself and the parts of the measures, for benches, tests and
// references beside the package. No part of what is promised: it changes as the lab does.

export { inLanes } from "./engine/index.js";
export { harden, labelsOf } from "./labels/index.js";
export { summarize } from "./measures/bootstrap/bootstrap.js";
export { percentileInterval } from "./measures/bootstrap/interval.js";
export type { CellPredictions } from "./measures/index.js";
export {
  hierarchical,
  meanOverTasks,
  median,
  medianOverTasks,
  ratioOverTasks,
  resampledRoles,
  resampler,
  selectedPgr,
  tBound,
} from "./measures/index.js";
export { recovered } from "./measures/pgr.js";
export { readLabels } from "./plan/label-plan.js";
export { drawFeatures } from "./reading/drawn-features.js";
export type {
  FinetuneData,
  FinetuneRecipe,
  ProbeData,
  ProbeFit,
  ProbeRecipe,
  ProbeStudent,
  SideBySideStudent,
} from "./students/index.js";
export {
  epochBatches,
  finetuneRecipe,
  finetuneSideBySide,
  finetuneStudent,
  fitAdamProbes,
  fitLogisticProbes,
  learningRateAt,
  predictProbe,
  probeRecipe,
  StoredLayer,
} from "./students/index.js";
