// @w2s/lab/internals: the training itself, for benches and tests beside the package. No part of
// what is promised: it changes as the lab does.

export { inLanes } from "./engine/index.js";
export type { CellPredictions } from "./measures/index.js";
export { resampledRoles, resampler } from "./measures/index.js";
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
