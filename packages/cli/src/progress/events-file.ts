// events.jsonl beside a run's results: what the run tells, for whoever follows it from another
// process. A run goes on without it where the disk does not take it.

import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { makeFolderSync } from "@w2s/base";
import { eventsFile, type RunEvent } from "@w2s/lab";
import { JsonLinesReporter } from "./json-lines.js";

/** How a run ended. */
export type Ending = Extract<RunEvent, { event: "ended" }>["how"];

/**
 * Writes each event at once and whole. What was there of an earlier run is gone: the file tells of
 * one run.
 */
export class EventsFile extends JsonLinesReporter {
  private file: number | undefined;

  constructor(folder: string, now: () => number) {
    super({ write: (line) => this.append(line) }, now);
    try {
      const path = join(folder, eventsFile);
      makeFolderSync(folder);
      // Another file, not this one emptied: whoever follows the earlier run sees that it is over.
      rmSync(path, { force: true });
      this.file = openSync(path, "a");
    } catch {
      this.file = undefined;
    }
  }

  /** The first line: whose run of what. */
  begun(study: string): void {
    this.event("run", { format: 1, study, pid: process.pid, host: hostname() });
  }

  /** The last line; nothing is written after it. */
  ended(how: Ending, message?: string): void {
    this.event("ended", { how, ...(message === undefined ? {} : { message }) });
    this.leave();
  }

  override event(event: string, fields: object): void {
    super.event(event, { at: this.now(), ...fields });
  }

  private leave(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private append(line: string): void {
    if (this.file === undefined) return;
    try {
      writeSync(this.file, line);
    } catch {
      this.leave();
    }
  }
}
