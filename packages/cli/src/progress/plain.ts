// Progress in a log: a line at the start and the end of each piece of work, and one every ten
// seconds between.

import { pad, plain, Rate, rateText } from "@w2s/base";
import type { PlanSummary, WorkLabel } from "@w2s/lab";
import type { Output } from "../io.js";
import { wrap } from "../table/wrap.js";
import { clock, count, counted } from "../text.js";
import { asksLines, planLine } from "./plan-lines.js";
import { lossText } from "./progress-line.js";
import type { RunReporter } from "./run-reporter.js";

const everyMs = 10_000;

/** Whole lines only, no escape codes. */
export class PlainReporter implements RunReporter {
  private current: { work: WorkLabel; rate: Rate } | undefined;
  private saidAt = 0;

  constructor(
    private readonly stream: Output,
    private readonly now: () => number,
    /** Columns of the plan's lines; all others are one line each. */
    private readonly width = Number.POSITIVE_INFINITY,
  ) {}

  plan(summary: PlanSummary): void {
    const lines = [planLine(summary), ...asksLines(summary)];
    for (const line of lines.flatMap((one) => wrap(one, this.width, 2))) this.note(line);
  }

  begin(work: WorkLabel): void {
    this.current = { work, rate: new Rate(work.total, this.now()) };
    this.say(work, `${counted(work.total, plain(work.unit))} to do`);
  }

  progress(done: number, loss?: number): void {
    if (this.current === undefined) return;
    const { work, rate } = this.current;
    rate.add(this.now(), done);
    if (this.now() - this.saidAt < everyMs) return;
    const [perMs, leftMs] = [rate.perMs(), rate.leftMs(this.now())];
    const speed = perMs === undefined ? "" : `, ${rateText(perMs, work.unit)}`;
    const left = leftMs === undefined ? "" : `, ${clock(leftMs)} left`;
    const what = `${count(done)} / ${count(work.total)} ${plain(work.unit)}${speed}${left}`;
    this.say(work, loss === undefined ? what : `${what}, ${lossText(loss)}`);
  }

  end(work: WorkLabel, durationMs: number): void {
    this.current = undefined;
    this.say(work, `${counted(work.total, plain(work.unit))} done in ${clock(durationMs)}`);
  }

  warn(message: string): void {
    this.note(`warning   ${plain(message)}`);
  }

  note(message: string): void {
    this.stream.write(`${message}\n`);
  }

  close(): void {}

  private say(work: WorkLabel, what: string): void {
    this.saidAt = this.now();
    const label = work.label === "" ? "" : `${plain(work.label)}: `;
    this.note(`${pad(plain(work.kind), 8)}  ${label}${what}`);
  }
}
