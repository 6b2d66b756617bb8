// Runs as their folders keep them: read back when they are done, followed while they go.

export type { RunEvent } from "./events.js";
export { eventsFile, readEvent, runEventSchema } from "./events.js";
export type { FinishedRun } from "./read-run.js";
export { findRun, listRuns, readRun } from "./read-run.js";
export type { RunRecord } from "./record.js";
export { runRecordSchema } from "./record.js";
