export { methods } from "./all.js";
export { type ConfidenceOptions, confidence } from "./confidence.js";
export { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
export {
  fullMethodName,
  type LossContext,
  type Method,
  method,
  methodHash,
  methodLabels,
  type OptionValue,
} from "./method.js";
export { naive } from "./naive.js";
