// What leaves the lab: trained models, evidence, and labels for students that are trained
// elsewhere.

export type { ChosenStudent, StudentChoice, TrainedRole } from "./choose.js";
export { chooseStudent, roles } from "./choose.js";
export type { EvidenceAbout, TextsAs } from "./evidence/about.js";
export type { EvidencePage, EvidenceQuery, PlacedRow } from "./evidence/page-evidence.js";
export type { EvidenceFile, LabelRow } from "./evidence/read-evidence.js";
export { openEvidence } from "./evidence/read-evidence.js";
export {
  openTranscripts,
  type TranscriptFilter,
  type TranscriptKind,
  transcriptKinds,
} from "./evidence/read-transcripts.js";
export type { EvidenceSample, SampledExample } from "./evidence/sample.js";
export { evidenceSampleSchema, sampleEvidence } from "./evidence/sample.js";
export type {
  EvidenceFilter,
  ExampleKind,
  ShownCell,
  ShownExample,
} from "./evidence/select.js";
export { answerOf, exampleKinds, selectExamples, selectKinds } from "./evidence/select.js";
export { evidenceFiles, writeBlocks, writeEvidence } from "./evidence/write-evidence.js";
export { writeLabels } from "./labels/write-labels.js";
export { trainedStudent } from "./trained-student.js";
