// The store's own door; the package's index passes on what others need.

export type { JsonObject, JsonValue } from "./canonical-json.js";
export { canonicalJson } from "./canonical-json.js";
export type { ClaimsOptions, Taken, WorkClaim } from "./claims.js";
export { Claims } from "./claims.js";
export type { DamagedSteps, StoreEntry } from "./entries.js";
export type { FolderStoreOptions } from "./folder-store.js";
export { FolderStore, openStore } from "./folder-store.js";
export { jsonObject } from "./json-object.js";
export { assertStorePlace, cacheFolder, defaultStoreDir, isBucket } from "./location.js";
export { markerFault, markerFile, markerText } from "./marker.js";
export { isGone, isOwnerName, ownerName } from "./owner.js";
export type { Records } from "./records.js";
export { folderRecords } from "./records.js";
export type { StepFile } from "./step-file.js";
export { DamagedStep, parseStepFile } from "./step-file.js";
export type { StepIdentity } from "./step-name.js";
export { isStepName, sha256, stepName, updateInPieces } from "./step-name.js";
export type { StepEntry, Store, StoreCheck, StoreOptions } from "./store.js";
export { StoreError } from "./store-error.js";
export type { StoredFile, StoredStep } from "./stored-step.js";
export { checkedBytes, stepFiles } from "./stored-step.js";
export type { StepResult, WriteFile } from "./write-step.js";
