export type { Adjustment, AdjustmentInput, AdjustmentResult } from "./adjustment.js";
export { adjustedKind, IdentifiedAdjustment } from "./adjustment.js";
export { losses, methods, programs } from "./all.js";
export { type BootstrappingOptions, bootstrapping } from "./bootstrapping.js";
export { type CoTeachingOptions, coTeaching } from "./co-teaching.js";
export { type Combination, combined, learnedWeights, weightsComplaint } from "./combination.js";
export { type GenerativeMethodOptions, generative } from "./generative.js";
export { joinedLabels } from "./joined-labels.js";
export { methodFromJson, type NestedMethodJson } from "./json.js";
export { type AnyMethodKind, type MadeBy, type MethodKind, madeBy } from "./kind.js";
export { type KnnOptions, knn } from "./knn.js";
export { type LogisticOptions, logistic } from "./logistic.js";
export * from "./losses.js";
export { type LpftOptions, lpft } from "./lpft.js";
export type {
  AdjustmentSees,
  FitChoices,
  LearnFirst,
  Method,
  MethodContext,
  Parts,
  ProgramMethod,
  RowSet,
  TaughtStudent,
  WeakLabels,
} from "./program.js";
export { isLoss, isMethod, program } from "./program.js";
export { type MethodChange, remade } from "./remade.js";
export { type SelectOptions, select } from "./select.js";
export { type StrongToStrongOptions, strongToStrong } from "./strong-to-strong.js";
export { type StudentEnsembleOptions, studentEnsemble } from "./student-ensemble.js";
export { type SurestOptions, surest, surestOf } from "./surest.js";
export { type TopologicalOptions, topological } from "./topological.js";
