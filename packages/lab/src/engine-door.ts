// @w2s/lab/engine: what stores, executors and commands are made of: steps and passes, what a plan
// asks for, the store's folder and its claims, and the course that every training follows.

export type {
  Executor,
  Machine,
  Pass,
  PassRunner,
  Spending,
  Step,
  Wave,
} from "./engine/index.js";
export {
  keptNames,
  Ledger,
  MissingStep,
  namedPasses,
  neededSteps,
  passRunner,
  stepsByName,
  targetsHash,
  wavesOf,
} from "./engine/index.js";
export {
  askedFor,
  evidenceCount,
  evidenceSteps,
  featureWidths,
  onlyParts,
  seedRows,
} from "./plan/index.js";
export type {
  ClaimsOptions,
  DamagedSteps,
  FolderStoreOptions,
  JsonObject,
  JsonValue,
  Records,
  StepEntry,
  StepFile,
  StepIdentity,
  StepResult,
  StoreCheck,
  StoredFile,
  StoredStep,
  StoreEntry,
  Taken,
  WorkClaim,
} from "./store/index.js";
export {
  assertStorePlace,
  Claims,
  cacheFolder,
  canonicalJson,
  checkedBytes,
  DamagedStep,
  defaultStoreDir,
  FolderStore,
  folderRecords,
  isBucket,
  isStepName,
  markerFault,
  markerFile,
  markerText,
  ownerName,
  parseStepFile,
  StoreError,
  sha256,
  stepFiles,
  stepName,
} from "./store/index.js";
export type { CourseState } from "./students/index.js";
export { notFinite, TrainingCourse } from "./students/index.js";
