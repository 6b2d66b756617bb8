// Progress for programs: one JSON object a line, each with its "event".

import type { PlanSummary, WorkLabel } from "@w2s/lab";
import type { Output } from "../io.js";
import type { RunReporter } from "./run-reporter.js";

const everyMs = 1000;

/** Writes events plan, begin, progress (at most one a second), end and warning. */
export class JsonLinesReporter implements RunReporter {
  private work: WorkLabel | undefined;
  private saidAt = 0;

  constructor(
    private readonly stream: Output,
    protected readonly now: () => number,
  ) {}

  plan(summary: PlanSummary): void {
    this.event("plan", { ...summary });
  }

  begin(work: WorkLabel): void {
    this.work = work;
    this.saidAt = this.now();
    this.event("begin", { ...work });
  }

  progress(done: number, loss?: number): void {
    if (this.work === undefined || this.now() - this.saidAt < everyMs) return;
    this.saidAt = this.now();
    const { kind, label, total } = this.work;
    this.event("progress", {
      kind,
      label,
      done,
      total,
      ...(loss === undefined ? {} : { loss }),
    });
  }

  end(work: WorkLabel, durationMs: number): void {
    this.work = undefined;
    this.event("end", { ...work, durationMs });
  }

  warn(message: string): void {
    this.event("warning", { message });
  }

  /** Notes are for people. */
  note(): void {}

  close(): void {}

  event(event: string, fields: object): void {
    this.stream.write(`${JSON.stringify({ event, ...fields })}\n`);
  }
}
