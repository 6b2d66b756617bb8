// Outcomes: what a study measured, the file that holds them and their columns.

export type { ColumnCell, OutcomeColumn } from "./columns.js";
export { cellOf, outcomeColumns } from "./columns.js";
export type { ScoredRow } from "./comparisons.js";
export { variedRow, withComparisons } from "./comparisons.js";
export type { Curve } from "./curve.js";
export type { Design } from "./design.js";
export type { EvidenceRow, EvidenceWords } from "./evidence-row.js";
export type { DrawnFigure, EvidenceRows, Figure, FigureOptions, FigureRow } from "./figure.js";
export { evidenceFigure, figure } from "./figure.js";
export type { ModelFacts, Outcome } from "./outcome.js";
export { headIsNew, measuredSchema, outcomeSchema, unmeasured } from "./outcome.js";
export type { ResultsFile } from "./results-file.js";
export { inTodaysForm, readableResults, resultsFileSchema, resultsFormat } from "./results-file.js";
export type { Budget, Transcript, TranscriptRow, Turn } from "./transcript.js";
export { budgetSchema, transcriptRowSchema } from "./transcript.js";
export type { Varied } from "./varied.js";
