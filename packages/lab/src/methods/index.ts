export type { Adjustment, AdjustmentInput, AdjustmentResult } from "./adjustment.js";
export { adjustedKind, IdentifiedAdjustment } from "./adjustment.js";
export { methods } from "./all.js";
export { type Combination, combined } from "./combination.js";
export { type ConfidenceOptions, confidence } from "./confidence.js";
export { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
export { methodFromJson, type NestedMethodJson } from "./json.js";
export {
  fullMethodName,
  type LossContext,
  type LossMethod,
  method,
  methodHash,
  methodLabels,
  type OptionValue,
} from "./method.js";
export { naive } from "./naive.js";
export type {
  FitChoices,
  Method,
  MethodContext,
  Parts,
  ProgramMethod,
  RowSet,
  TaughtStudent,
  WeakLabels,
} from "./program.js";
export { isLoss, isMethod, program } from "./program.js";
export { surestOf } from "./surest.js";
