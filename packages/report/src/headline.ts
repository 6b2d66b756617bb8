// What a reader takes along: one sentence and three numbers.

import type { Outcome } from "@w2s/lab";
import { percent, plural } from "./english.js";
import { byTask } from "./groups.js";
import { mean, overTasks } from "./holm.js";
import { overTaskMedians } from "./medians.js";
import { decimal, metricOf, score } from "./numbers.js";
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
  return {
    sentence: sentenceOf(outcomes),
    numbers: [clearGains(outcomes), medianPgr(outcomes), meanGain(outcomes)],
  };
}

function sentenceOf(outcomes: readonly Outcome[]): string {
  const gains = outcomes.filter((outcome) => verdict(outcome) === "gain");
  const explained = outcomes.filter((outcome) => verdict(outcome) === "explained").length;
  const all = outcomes.length === 1 ? "one comparison" : `${outcomes.length} comparisons`;
  const also =
    explained === 0
      ? ""
      : ` In ${explained} more it did, but something else than the supervisor's labels explains ` +
        "it.";
  const best = surest(gains);
  if (best === undefined) {
    return (
      `In none of ${all} did a student clearly beat its supervisor by what it was ` +
      `taught.${also}`
    );
  }
  const { weak, student, ceiling } = best.scores;
  const [from, to, top] = [weak, student, ceiling].map((role) => score(metricOf(best, role).value));
  return (
    `In ${gains.length} of ${all} the student clearly beat its supervisor, most surely on ` +
    `${best.task}: ${from} became ${to} of a ceiling of ${top}.${also}`
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
      "95%, above chance, and no measured arm explains it" +
      (none === 0 ? "" : `; ${none} have no PGR`),
  };
}

function medianPgr(outcomes: readonly Outcome[]): HeadlineNumber {
  const defined = outcomes.filter(({ pgr }) => pgr.defined);
  const median = overTaskMedians(defined, ({ pgr }) => (pgr.defined ? pgr.value : 0));
  const label = "median PGR over tasks";
  if (median === null) return { value: "none", label, detail: "no row has a clear gap" };
  const { value, low, high, coverage, tasks } = median;
  const span =
    tasks.length < 2
      ? "one task"
      : `[${decimal(low, 2)}, ${decimal(high, 2)}] holds it with ${percent(coverage)}, ` +
        `${tasks.length} tasks`;
  const rows = plural(defined.length, "row");
  return { value: decimal(value, 2), label, detail: `${span}; over the ${rows} with a clear gap` };
}

function meanGain(outcomes: readonly Outcome[]): HeadlineNumber {
  const gainOf = (rows: readonly Outcome[]) => mean(rows.map(({ gain }) => gain.value));
  const tasks = byTask(outcomes).map(gainOf);
  const value = mean(tasks);
  const interval = overTasks(tasks);
  const sign = value < 0 ? "" : "+";
  return {
    value: `${sign}${score(value)}`,
    label: "mean gain over the supervisor",
    detail:
      interval === null
        ? "all rows, every task counted once; fewer than 3 tasks give no interval"
        : `all rows, every task counted once; 95% over tasks [${score(interval.low)}, ` +
          `${score(interval.high)}]`,
  };
}
