// The plan as text: what is there already, what will run, and about how long.

import { fit, money, pad, plain, widthOf } from "@w2s/base";
import type { PlanSummary } from "@w2s/lab";
import type { Spending } from "@w2s/lab/engine";
import { count, plural, roughly } from "../text.js";

/** One line: "plan      20 trials, 34 steps: 9 cached, 25 to run, about 2 min". */
export function planLine(summary: PlanSummary): string {
  const { trials, steps, cached, toRun, estimateMs } = summary;
  const time = toRun > 0 && estimateMs !== null ? `, ${roughly(estimateMs)}` : "";
  const work = toRun === 0 ? "all cached" : `${count(cached)} cached, ${count(toRun)} to run`;
  return `plan      ${plural(trials, "trial")}, ${plural(steps, "step")}: ${work}${time}`;
}

/** "asks      up to 1,200 questions: 300,000 tokens in, 9,600 out, up to 0.14"; none: no line. */
export function asksLines({ asks }: PlanSummary): string[] {
  if (asks === undefined) return [];
  const cost = asks.cost > 0 ? `, up to ${money(asks.cost)}` : "";
  return [`asks      up to ${tokensOf(asks)}${cost}`];
}

/** What was asked for results in all, and in this run. */
export function askedLine(asked: Spending, here: Spending): string {
  const cost = asked.cost > 0 ? `, ${money(asked.cost)}` : "";
  const now = here.questions === asked.questions ? "" : ` (in this run: ${spent(here)})`;
  return `asked     ${tokensOf(asked)}${cost}${now}`;
}

function spent(here: Spending): string {
  if (here.questions === 0) return "nothing";
  return `${tokensOf(here)}${here.cost > 0 ? `, ${money(here.cost)}` : ""}`;
}

const tokensOf = ({ questions, tokensIn, tokensOut }: Spending): string =>
  `${plural(questions, "question")}: ${count(tokensIn)} tokens in, ${count(tokensOut)} out`;

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
