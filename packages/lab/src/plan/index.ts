export type { Cell, Trial } from "./cell.js";
export {
  type EvidenceBlock,
  type EvidenceSplit,
  type EvidenceTask,
  evidenceCount,
  evidenceRoles,
  evidenceSteps,
  labelBlocks,
  readEvidence,
} from "./evidence.js";
export type { Plan, PlanOptions } from "./plan.js";
export { planStudy } from "./plan.js";
export { type ArmsWanted, type PlannedStudy, studentsIn, studentsOf } from "./planned-study.js";
export { runPlan } from "./run.js";
