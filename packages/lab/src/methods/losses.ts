// Losses and what is made of them: all that students know of methods. Programs stand above
// students.

export { type ConfidenceOptions, confidence } from "./confidence.js";
export { type ConfidenceWindowOptions, confidenceWindow } from "./confidence-window.js";
export { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
export { type ElrOptions, elr } from "./elr.js";
export { type EntropyOptions, entropy } from "./entropy.js";
export { type FocalOptions, focal } from "./focal.js";
export { type GceOptions, gce } from "./gce.js";
export { kl } from "./kl.js";
export { type LabelSmoothingOptions, labelSmoothing } from "./label-smoothing.js";
export {
  type KeepingLoss,
  type KeptState,
  type Loss,
  type LossBasics,
  type LossContext,
  lossParts,
  type MeanTeacher,
  type StateAxis,
  type StateSpec,
} from "./loss.js";
export { type MeanTeacherOptions, meanTeacher } from "./mean-teacher.js";
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
export { reverseCrossEntropy } from "./reverse-cross-entropy.js";
export { type ReverseOptions, reverseKl } from "./reverse-kl.js";
export { checkLoss, type TracedLoss } from "./traced-loss.js";
export { type VatOptions, vat } from "./vat.js";
