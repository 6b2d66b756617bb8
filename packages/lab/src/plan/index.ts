export { armCostsMuch } from "./arms.js";
export type { Cell, Trial } from "./cell.js";
export {
  type EvidenceBlock,
  type EvidenceSplit,
  type EvidenceTask,
  evidenceCount,
  evidenceRoles,
  evidenceSteps,
  evidenceTask,
  readEvidence,
} from "./evidence.js";
export {
  type LabelPlan,
  type LabelPlanOptions,
  type LabelSet,
  planLabels,
  readLabels,
} from "./label-plan.js";
export { featureWidths, type ModelPlaces } from "./models.js";
export { type Only, type OnlyPart, onlyParts } from "./only.js";
export type { Plan, PlanOptions } from "./plan.js";
export { planStudy } from "./plan.js";
export {
  type ArmsWanted,
  type PlannedStudy,
  studentsOf,
  type Variation,
} from "./planned-study.js";
export { askedFor, runPlan } from "./run.js";
export { seedRows } from "./truth.js";
