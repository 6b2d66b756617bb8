// The plan as text: what is there already, what will run, and about how long.

import { fit, pad, plain, widthOf } from "@w2s/base";
import type { PlanSummary } from "@w2s/lab";
import { count, plural, roughly } from "../text.js";

/** One line: "plan      20 trials, 34 steps: 9 cached, 25 to run, about 2 min". */
export function planLine(summary: PlanSummary): string {
  const { trials, steps, cached, toRun, estimateMs } = summary;
  const time = toRun > 0 && estimateMs !== null ? `, ${roughly(estimateMs)}` : "";
  const work = toRun === 0 ? "all cached" : `${count(cached)} cached, ${count(toRun)} to run`;
  return `plan      ${plural(trials, "trial")}, ${plural(steps, "step")}: ${work}${time}`;
}

/** What would run, a line for each piece of work; for --dry-run. */
export function workLines(summary: PlanSummary, width: number): string[] {
  const steps = summary.work.map((work) => plural(work.steps, "step"));
  const right = Math.max(0, ...steps.map(widthOf));
  const left = Math.max(9, ...summary.work.map(({ kind }) => widthOf(plain(kind))));
  const labels = summary.work.map((work) =>
    fit(plain(work.label), Math.max(0, width - right - left - 4)),
  );
  const middle = Math.max(0, ...labels.map(widthOf));
  return summary.work.map((work, i) => {
    const [kind, label] = [pad(plain(work.kind), left), pad(labels[i]!, middle)];
    const line = `${kind} ${label}   ${pad(steps[i]!, right, "right")}`;
    return fit(line, width);
  });
}
