// @w2s/lab: the science of weak-to-strong generalization.

export type { ChosenStudent, StudentChoice, TrainedRole } from "./export/choose.js";
export { chooseStudent, roles } from "./export/choose.js";
export { trainedStudent } from "./export/trained-student.js";
export type { Hardness, Labels, Provenance } from "./labels.js";
export * from "./measures/index.js";
export type {
  ConfidenceOptions,
  ConfidenceWindowOptions,
  ElrOptions,
  EntropyOptions,
  FocalOptions,
  GceOptions,
  KeepingLoss,
  Kept,
  LabelSmoothingOptions,
  Loss,
  LossBasics,
  LossContext,
  Method,
  MixupOptions,
  OptionValue,
  ProductOptions,
  ReverseOptions,
  StateAxis,
  StateSpec,
  TracedLoss,
  VatOptions,
} from "./methods/index.js";
export {
  checkLoss,
  confidence,
  confidenceWindow,
  crossEntropy,
  elr,
  entropy,
  focal,
  gce,
  kl,
  labelSmoothing,
  logOdds,
  method,
  methods,
  mixup,
  naive,
  optionOf,
  product,
  reverseCrossEntropy,
  reverseKl,
  vat,
} from "./methods/index.js";
export type { Agreement, Estimate, ModelFacts, Outcome, Part, Pgr, RoleScores } from "./outcome.js";
export type { Cell, Plan, PlanOptions } from "./plan/plan.js";
export { planStudy } from "./plan/plan.js";
export type { RunOptions } from "./plan/run.js";
export { runPlan } from "./plan/run.js";
export type { Random } from "./random.js";
export { random } from "./random.js";
export type { PlanSummary, Reporter, WorkLabel } from "./reporter.js";
export * from "./store/index.js";
export * from "./students/index.js";
export * from "./study/index.js";
export * from "./tasks/index.js";
