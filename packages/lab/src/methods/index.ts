export type { Adjustment, AdjustmentInput, AdjustmentResult } from "./adjustment.js";
export { adjustedKind, IdentifiedAdjustment } from "./adjustment.js";
export { methods } from "./all.js";
export { type Combination, combined } from "./combination.js";
export { methodFromJson, type NestedMethodJson } from "./json.js";
export * from "./losses.js";
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
