// What a reader takes along: one sentence and three numbers.

import { plural } from "@w2s/base";
import type { Outcome, OverTasks } from "@w2s/lab";
import { type Totals, totalsOf } from "./medians.js";
import { decimal, metricOf, score } from "./numbers.js";
import { overTasksText } from "./over-tasks-text.js";
import { percent } from "./percent.js";
import { verdict } from "./verdict.js";

/** A number with what it is, and what must be known of it. */
export interface HeadlineNumber {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

/** A study in a sentence and three numbers. */
export interface Headline {
  readonly sentence: string;
  readonly numbers: readonly HeadlineNumber[];
}

/** The headline of a study's outcomes; no numbers for none. The same outcomes, the same words. */
export function headlineOf(outcomes: readonly Outcome[]): Headline {
  if (outcomes.length === 0) return { sentence: "Nothing was compared.", numbers: [] };
  const totals = totalsOf(outcomes);
  return {
    sentence: sentenceOf(outcomes),
    numbers: [clearGains(outcomes), medianPgr(totals), meanGain(totals)],
  };
}

function sentenceOf(outcomes: readonly Outcome[]): string {
  const gains = outcomes.filter((outcome) => verdict(outcome) === "gain");
  const explained = outcomes.filter((outcome) => verdict(outcome) === "explained").length;
  const all = outcomes.length === 1 ? "one comparison" : `${outcomes.length} comparisons`;
  const also =
    explained === 0
      ? ""
      : ` In ${explained} more it did, but something else than the supervisor's labels may ` +
        "explain it.";
  const best = surest(gains);
  if (best === undefined) {
    return (
      `In none of ${all} did a student clearly beat its supervisor because of what it was ` +
      `taught.${also}`
    );
  }
  const { weak, student, ceiling } = best.scores;
  const [from, to, top] = [weak, student, ceiling].map((role) => score(metricOf(best, role).value));
  return (
    `In ${gains.length} of ${all} the student clearly beat its supervisor, most surely on ` +
    `${best.task}: ${to} by the student, ${from} by its supervisor, ${top} by the ceiling.${also}`
  );
}

/** The gain whose interval begins highest. */
export function surest(rows: readonly Outcome[]): Outcome | undefined {
  const lowOf = ({ pgr }: Outcome) => (pgr.defined ? pgr.low : Number.NEGATIVE_INFINITY);
  return rows.reduce<Outcome | undefined>(
    (best, row) => (best === undefined || lowOf(row) > lowOf(best) ? row : best),
    undefined,
  );
}

function clearGains(outcomes: readonly Outcome[]): HeadlineNumber {
  const gains = outcomes.filter((outcome) => verdict(outcome) === "gain").length;
  const none = outcomes.filter(({ pgr }) => !pgr.defined).length;
  return {
    value: `${gains} of ${outcomes.length}`,
    label: "students clearly beat their supervisors",
    detail:
      "by the 95% interval of PGR; supervisor above chance, and no control arm explains the gain" +
      (none === 0 ? "" : `; ${none} have no PGR`),
  };
}

function medianPgr({ pgr, ratio, gain, selected, rows, onOthers }: Totals): HeadlineNumber {
  const beside =
    ratio === null
      ? ""
      : `; ratio of means over all rows ${overTasksText(ratio, gain.tasks.length)}`;
  const label = gain.tasks.length === 1 ? "median PGR" : "median PGR over tasks";
  if (pgr === null) return { value: "none", label, detail: `no row has a clear gap${beside}` };
  const { value, tasks } = pgr;
  const others = onOthers ? ", decided on other seeds" : "";
  return {
    value: decimal(value, 2),
    label,
    detail:
      `${intervalText(pgr, tasks.length, 2)}; of ${plural(rows.length, "row")}, ${selected} ` +
      `${selected === 1 ? "has" : "have"} a clear gap${others}${beside}`,
  };
}

function meanGain({ meanGain: over, gain: { tasks } }: Totals): HeadlineNumber {
  return {
    value: `${over.value < 0 ? "" : "+"}${score(over.value)}`,
    label: "mean gain over the supervisor",
    detail: `all rows, every task counts once; ${intervalText(over, tasks.length, 3)}`,
  };
}

/** "95% interval for other such tasks [.02, .99], from 5 tasks". */
function intervalText(over: OverTasks, tasks: number, decimals: number): string {
  const { interval } = over;
  const count = plural(tasks, "task");
  if (interval === null) return `${count}, no interval`;
  const span = `[${decimal(interval.low, decimals)}, ${decimal(interval.high, decimals)}]`;
  const share = percent(interval.coverage);
  return interval.of === "these tasks"
    ? `${share} interval over seeds and examples of ` +
        `${tasks === 1 ? "this task" : `these ${count}`} ${span}`
    : `${share} interval for other such tasks ${span}, from ${count}`;
}
