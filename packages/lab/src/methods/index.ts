export type { Adjustment, AdjustmentInput, AdjustmentResult } from "./adjustment.js";
export { adjustedKind, IdentifiedAdjustment } from "./adjustment.js";
export { losses, methods, programs } from "./all.js";
export { type BootstrappingOptions, bootstrapping } from "./bootstrapping.js";
export { type CoTeachingOptions, coTeaching } from "./co-teaching.js";
export { type Combination, combined, learnedWeights } from "./combination.js";
export { type ConfidenceOptions, confidence } from "./confidence.js";
export { type ConfidenceWindowOptions, confidenceWindow } from "./confidence-window.js";
export { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
export { type ElrOptions, elr } from "./elr.js";
export { type EnsembleOptions, ensemble } from "./ensemble.js";
export { type EntropyOptions, entropy } from "./entropy.js";
export { type FocalOptions, focal } from "./focal.js";
export { type GceOptions, gce } from "./gce.js";
export { type GenerativeMethodOptions, generative } from "./generative.js";
export { joinedLabels } from "./joined-labels.js";
export { methodFromJson, type NestedMethodJson } from "./json.js";
export { type AnyMethodKind, type MadeBy, type MethodKind, madeBy } from "./kind.js";
export { kl } from "./kl.js";
export { type KnnOptions, knn } from "./knn.js";
export { type LabelSmoothingOptions, labelSmoothing } from "./label-smoothing.js";
export { type LogisticOptions, logistic } from "./logistic.js";
export {
  type KeepingLoss,
  type Kept as KeptState,
  type Loss,
  type LossBasics,
  type LossContext,
  lossParts,
  type StateAxis,
  type StateSpec,
} from "./loss.js";
export { type LpftOptions, lpft } from "./lpft.js";
export {
  fullMethodName,
  type LossMethod,
  method,
  methodHash,
  methodLabels,
  type OptionValue,
} from "./method.js";
export { type MixupOptions, mixup } from "./mixup.js";
export { naive } from "./naive.js";
export { type ProductOptions, product } from "./product.js";
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
export { reverseCrossEntropy } from "./reverse-cross-entropy.js";
export { type ReverseOptions, reverseKl } from "./reverse-kl.js";
export { type SelectOptions, select } from "./select.js";
export { type StrongToStrongOptions, strongToStrong } from "./strong-to-strong.js";
export { type SurestOptions, surest, surestOf } from "./surest.js";
export { type TopologicalOptions, topological } from "./topological.js";
export { checkLoss, type TracedLoss } from "./traced-loss.js";
export { type VatOptions, vat } from "./vat.js";
