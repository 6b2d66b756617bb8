// @w2s/lab: the science of weak-to-strong generalization.

export type { Executor, RunOptions } from "./engine/index.js";
export { neededSteps } from "./engine/index.js";
export * from "./export/index.js";
export type { Hardness, Labels } from "./labels/index.js";
export * from "./measures/index.js";
export * from "./methods/index.js";
export * from "./outcome/index.js";
export * from "./plan/index.js";
export type { Random } from "./random.js";
export { random } from "./random.js";
export type {
  DrawnFeatures,
  FeatureSource,
  ModelFeatures,
  ModelOptions,
  Pooling,
} from "./reading/index.js";
export { drawn, featureLabel, ModelHandle, model } from "./reading/index.js";
export type { PlanSummary, Reporter, WorkLabel } from "./reporter.js";
export * from "./store/index.js";
export * from "./students/index.js";
export * from "./study/index.js";
export * from "./supervisors/index.js";
export * from "./tasks/index.js";
