// One line that says how far a piece of work is, at whatever width there is.

import { clip, fit, pad, plain, rateText, widthOf } from "@w2s/base";
import type { WorkLabel } from "@w2s/lab";
import { clock, count } from "../text.js";

export interface ProgressView {
  readonly work: WorkLabel;
  readonly done: number;
  readonly perMs: number | undefined;
  readonly leftMs: number | undefined;
}

/** Paints the done and the open part of a bar. */
export interface BarPaint {
  readonly done: (text: string) => string;
  readonly open: (text: string) => string;
}

/** The work, its last step's loss beside its name. */
export function withLoss(work: WorkLabel, loss: number | undefined): WorkLabel {
  return loss === undefined ? work : { ...work, label: `${work.label}, ${lossText(loss)}` };
}

/** "loss 0.4120". */
export const lossText = (loss: number): string => `loss ${loss.toFixed(4)}`;

type Part = "bar" | "counts" | "rate" | "left" | "percent";

/** What is shown, from the widest line to the narrowest: the first that fits is drawn. */
const layouts: readonly (readonly Part[])[] = [
  ["bar", "counts", "rate", "left"],
  ["bar", "counts", "left"],
  ["counts", "left"],
  ["percent", "left"],
  ["percent"],
];
const gap = "   ";
const leastLabel = 8;
const leastBar = 6;
const mostBar = 24;
const kindWidth = 8;

/**
 * The line, at most `width` columns wide. The bar is left out, then figures, then the label, as
 * room runs out.
 */
export function progressLine(view: ProgressView, width: number, paint: BarPaint = asIs): string {
  const kind = `${pad(plain(view.work.kind), kindWidth)}  `;
  const label = plain(view.work.label);
  for (const parts of layouts) {
    const texts = parts.filter((part) => part !== "bar").map((part) => figure(part, view));
    const figures = texts.filter((text) => text !== "").join(gap);
    const room = width - widthOf(kind) - widthOf(figures) - gap.length;
    const barRoom = parts.includes("bar") ? leastBar + gap.length : 0;
    if (room - barRoom < Math.min(leastLabel, widthOf(label))) continue;
    const shown = fit(label, room - barRoom);
    if (barRoom === 0) return `${kind}${shown}${gap}${figures}`;
    const barWidth = Math.min(mostBar, room - gap.length - widthOf(shown));
    return `${kind}${shown}${gap}${bar(view, barWidth, paint)}${gap}${figures}`;
  }
  const left = view.leftMs === undefined ? "" : ` ${clock(view.leftMs)}`;
  return clip(`${figure("percent", view)}${left} ${plain(view.work.kind)}`, width);
}

function figure(part: Part, { work, done, perMs, leftMs }: ProgressView): string {
  switch (part) {
    case "counts":
      return `${pad(count(done), widthOf(count(work.total)), "right")} / ${count(work.total)}`;
    case "rate":
      return perMs === undefined ? "" : rateText(perMs, work.unit);
    case "left":
      return leftMs === undefined ? "" : `${clock(leftMs)} left`;
    case "percent":
      return `${pad(String(Math.floor(100 * share(done, work.total))), 3, "right")}%`;
    case "bar":
      return "";
  }
}

function bar({ work, done }: ProgressView, width: number, paint: BarPaint): string {
  const halves = Math.floor(share(done, work.total) * width * 2);
  const filled = "━".repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? "╸" : "");
  return paint.done(filled) + paint.open("─".repeat(width - filled.length));
}

function share(done: number, total: number): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
}

const asIs: BarPaint = { done: (text) => text, open: (text) => text };
