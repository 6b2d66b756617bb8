export { canonicalJson, defaultStoreDir, openStore, StoreError, sha256, stepName } from "./store/index.js";
export { didYouMean } from "./suggest.js";

export type { Agreement, Estimate, Outcome, Pgr, RoleScores } from "./outcome.js";
export type { PlanSummary, Reporter, WorkLabel } from "./reporter.js";
export type {
  JsonObject,
  JsonValue,
  StepIdentity,
  StepResult,
  Store,
  StoreCheck,
  StoreEntry,
  StoreOptions,
} from "./store/index.js";
