// The store's own door; the package's index passes on what others need.

export type { JsonObject, JsonValue } from "./canonical-json.js";
export { canonicalJson } from "./canonical-json.js";
export type { ClaimsOptions, Taken, WorkClaim } from "./claims.js";
export { Claims } from "./claims.js";
export type { DamagedSteps, StoreEntry } from "./entries.js";
export { defaultStoreDir } from "./location.js";
export type { Records } from "./records.js";
export { folderRecords } from "./records.js";
export type { StepIdentity } from "./step-name.js";
export { sha256, stepName, updateInPieces } from "./step-name.js";
export type { StepEntry, Store, StoreCheck, StoreOptions } from "./store.js";
export { openStore } from "./store.js";
export { StoreError } from "./store-error.js";
export type { StepResult, WriteFile } from "./write-step.js";
