// Progress on a terminal: the plan, then one line that is redrawn for each piece of work.

import { fit, pad, plain, Rate, widthOf } from "@w2s/base";
import type { PlanSummary, WorkLabel } from "@w2s/lab";
import type { Colors, Output } from "../io.js";
import { wrap } from "../table/wrap.js";
import { clock, counted } from "../text.js";
import { asksLines, planLine } from "./plan-lines.js";
import { progressLine, withLoss } from "./progress-line.js";
import type { RunReporter } from "./run-reporter.js";

const clearToEnd = "\u001b[K";
const redrawMs = 100;

/**
 * Draws progress on a terminal of any width. The cursor stays visible: a process that is killed
 * could not bring it back. `close` clears the line.
 */
export class TerminalReporter implements RunReporter {
  private current: { work: WorkLabel; rate: Rate; loss?: number | undefined } | undefined;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private readonly ticking: NodeJS.Timeout;

  /** Without `colors.isColorSupported` no escape code is written: a line is cleared with spaces. */
  constructor(
    private readonly stream: Output,
    private readonly colors: Colors,
    private readonly now: () => number,
  ) {
    this.ticking = setInterval(() => this.draw(), 1000);
    this.ticking.unref();
  }

  plan(summary: PlanSummary): void {
    const lines = [planLine(summary), ...asksLines(summary)];
    for (const line of lines.flatMap((one) => wrap(one, this.width, 2))) this.line(line);
  }

  begin(work: WorkLabel): void {
    this.current = { work, rate: new Rate(work.total, this.now()) };
    this.draw();
  }

  progress(done: number, loss?: number): void {
    if (this.current === undefined) return;
    this.current.rate.add(this.now(), done);
    this.current.loss = loss;
    if (this.now() - this.drawnAt >= redrawMs) this.draw();
  }

  end(work: WorkLabel, durationMs: number): void {
    this.current = undefined;
    const kind = `${pad(plain(work.kind), 8)}  `;
    const took = `in ${clock(durationMs)}`;
    const whole = `${counted(work.total, plain(work.unit))} ${took}`;
    // In a narrow window the time alone, rather than the middle of a sentence.
    const result = widthOf(kind) + widthOf(whole) > this.width ? took : whole;
    const room = this.width - widthOf(kind) - widthOf(result) - 3;
    const label = fit(plain(work.label), Math.max(0, room));
    const line = fit(`${kind}${label}${label === "" ? "" : "   "}${result}`, this.width);
    this.line(
      line.endsWith(result) ? line.slice(0, -result.length) + this.colors.dim(result) : line,
    );
  }

  warn(message: string): void {
    this.line(`${this.colors.yellow("warning")}   ${plain(message)}`);
  }

  note(message: string): void {
    this.line(message);
  }

  close(): void {
    clearInterval(this.ticking);
    if (this.current === undefined) return;
    this.current = undefined;
    this.stream.write(this.clear);
  }

  /** Prints a line that stays, above the one that is redrawn. */
  private line(text: string): void {
    this.stream.write(`${this.clear}${text}\n`);
    this.draw();
  }

  private draw(): void {
    if (this.current === undefined) return;
    this.drawnAt = this.now();
    const { rate, loss } = this.current;
    const work = withLoss(this.current.work, loss);
    const view = { work, done: rate.done, perMs: rate.perMs(), leftMs: rate.leftMs(this.drawnAt) };
    const paint = { done: this.colors.green, open: this.colors.dim };
    this.stream.write(this.clear + progressLine(view, this.width, paint));
  }

  private get clear(): string {
    return this.colors.isColorSupported ? `\r${clearToEnd}` : `\r${" ".repeat(this.width)}\r`;
  }

  /** One column less than there is: terminals differ in what they do after the last one. */
  private get width(): number {
    return Math.max(1, (this.stream.columns ?? 80) - 1);
  }
}
