export { confidence, type ConfidenceOptions } from "./confidence.js";
export { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
export { type LossContext, type Method, method, methodHash, methodLabel, type OptionValue } from "./method.js";
export { naive } from "./naive.js";
