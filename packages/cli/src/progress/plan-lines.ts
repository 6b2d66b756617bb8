// The plan as text: what is there already, what will run, and about how long.

import { money, pad, plain, widthOf } from "@w2s/base";
import type { PlanSummary } from "@w2s/lab";
import type { Spending } from "@w2s/lab/engine";
import { wrap } from "../table/wrap.js";
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

/** Columns below which a label beside its steps would be a column of single words. */
const leastLabel = 24;

/**
 * What would run, each piece of work with its steps; for --dry-run. A label that has no room goes
 * on in further lines, as what tells one from another may stand anywhere in it.
 */
export function workLines(summary: PlanSummary, width: number): string[] {
  const all = summary.work.map(({ kind, label, steps }) => ({
    kind: plain(kind),
    label: plain(label),
    steps: plural(steps, "step"),
  }));
  const right = Math.max(0, ...all.map(({ steps }) => widthOf(steps)));
  const left = Math.max(9, ...all.map(({ kind }) => widthOf(kind)));
  const room = width - right - left - 4;
  if (room < leastLabel) {
    return all.flatMap(({ kind, label, steps }) => [
      ...wrap(`${kind} ${steps}`, width),
      ...wrap(label, width, 2, "  "),
    ]);
  }
  const labels = all.map(({ label }) => wrap(label, room, 2));
  const middle = Math.max(0, ...labels.flat().map(widthOf));
  return all.flatMap(({ kind, steps }, i) => {
    const [first, ...rest] = labels[i]!;
    return [
      `${pad(kind, left)} ${pad(first!, middle)}   ${pad(steps, right, "right")}`,
      ...rest.map((line) => " ".repeat(left + 1) + line),
    ];
  });
}
