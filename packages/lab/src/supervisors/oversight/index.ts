// Protocols of oversight: supervisors whose labels are what an overseer comes to with help.

export { type AssistedOptions, type AssistedSpec, assisted, assistedKind } from "./assisted.js";
export { scaled, spent } from "./budget.js";
export {
  type ConsultancyOptions,
  type ConsultancySpec,
  consultancy,
  consultancyKind,
} from "./consultancy.js";
export { type DebateOptions, type DebateSpec, debate, debateKind } from "./debate.js";
export {
  type DecompositionOptions,
  type DecompositionSpec,
  decomposition,
  decompositionKind,
} from "./decomposition.js";
export { type LimitedOptions, type LimitedSpec, limited, limitedKind } from "./limited.js";
export { type OverseenLabels, protocolsBehind, sixDigits } from "./overseen.js";
export {
  type RecursiveOptions,
  type RecursiveSpec,
  recursive,
  recursiveKind,
} from "./recursive.js";
