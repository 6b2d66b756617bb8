// @w2s/lab: the science of weak-to-strong generalization.

export type { ChosenStudent, StudentChoice, TrainedRole } from "./export/choose.js";
export { chooseStudent, roles } from "./export/choose.js";
export { trainedStudent } from "./export/trained-student.js";
export type { Hardness, Labels, Provenance } from "./labels.js";
export * from "./measures/index.js";
export type { ConfidenceOptions, LossContext, Method, OptionValue } from "./methods/index.js";
export {
  confidence,
  crossEntropy,
  logOdds,
  method,
  methods,
  naive,
  optionOf,
} from "./methods/index.js";
export * from "./outcome/index.js";
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
