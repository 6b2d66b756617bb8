// One paragraph that says what a study saw, generated from its numbers: no adjective without a
// bound, no PGR without its interval.

import type { Outcome } from "@w2s/lab";
import { comparisonOf } from "./methods-compared.js";
import { nextSteps } from "./next-steps.js";
import { metricOf, pgrText, score } from "./numbers.js";
import { type Verdict, verdict } from "./verdict.js";

/** What was seen and what to try next, as one paragraph. The same outcomes give the same words. */
export function wordsOf(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return "There are no outcomes: nothing was compared.";
  const by = byVerdict(outcomes);
  return [
    overview(outcomes, by),
    gains(by.gain),
    imitations(by.imitation),
    negatives(by.negative),
    unclear(by),
    chance(outcomes),
    comparisonOf(outcomes),
    caution(outcomes),
    nextSteps(outcomes),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

type Sorted = Readonly<Record<Verdict, readonly Outcome[]>>;

function byVerdict(outcomes: readonly Outcome[]): Sorted {
  const of = (wanted: Verdict) => outcomes.filter((outcome) => verdict(outcome) === wanted);
  return {
    gain: of("gain"),
    imitation: of("imitation"),
    negative: of("negative"),
    open: of("open"),
    undefined: of("undefined"),
  };
}

function overview(outcomes: readonly Outcome[], by: Sorted): string {
  const tasks = new Set(outcomes.map(({ task }) => task)).size;
  const counts = [
    [by.gain.length, "the student clearly beat its supervisor"],
    [by.imitation.length, "it did about as well, PGR within .1 of 0"],
    [by.negative.length, "it did clearly worse"],
    [by.open.length, "the interval is too wide to say"],
    [by.undefined.length, "there was no gap to recover"],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `in ${count} ${what}`);
  return (
    `Of ${plural(outcomes.length, "comparison")} on ${plural(tasks, "task")}, ` + `${listed(said)}.`
  );
}

function gains(rows: readonly Outcome[]): string {
  const best = most(rows, ({ pgr }) => (pgr.defined ? pgr.low : 0));
  if (!best) return "";
  const all = rows.filter(({ pgr }) => pgr.defined && pgr.low <= 1 && pgr.value >= 0.9).length;
  const whole = all > 0 ? ` In ${all} nearly all of the gap was recovered (PGR .9 or more).` : "";
  return (
    `The surest gain: on ${best.task}, ${pair(best)} went from ${weakOf(best)} to ` +
    `${strongOf(best)} of a ceiling of ${ceilingOf(best)}, ` +
    `${pgrOf(best)}${overruled(best)}.${whole}`
  );
}

/** How often the student said otherwise, and how often that was right. */
function overruled({ agreement: { overall, overruledRight } }: Outcome): string {
  if (overruledRight === null) return "";
  return (
    `; it overruled its supervisor on ${percent(1 - overall)} of the test and was right in ` +
    `${percent(overruledRight)} of that`
  );
}

function imitations(rows: readonly Outcome[]): string {
  const nearest = most(rows, ({ agreement }) => agreement.whereSupervisorWrong ?? 0);
  if (!nearest) return "";
  const copied = nearest.agreement.whereSupervisorWrong;
  const errors =
    copied === null ? "" : `; it repeated ${percent(copied)} of its supervisor's errors`;
  return (
    `The most of its supervisor was copied on ${nearest.task}, ${pair(nearest)} stayed at ` +
    `${strongOf(nearest)} where its supervisor has ${weakOf(nearest)} and its ceiling ` +
    `${ceilingOf(nearest)}, ${pgrOf(nearest)}${errors}.`
  );
}

function negatives(rows: readonly Outcome[]): string {
  const worst = most(rows, ({ pgr }) => (pgr.defined ? -pgr.high : 0));
  if (!worst) return "";
  return (
    `Worst: on ${worst.task}, ${pair(worst)} fell from ${weakOf(worst)} to ` +
    `${strongOf(worst)}, ${pgrOf(worst)}: its labels taught it less than they knew.`
  );
}

function unclear({ undefined: none, open }: Sorted): string {
  const first = none[0];
  const reason =
    first && !first.pgr.defined ? `${first.task}, ${pair(first)}: ${first.pgr.reason}` : "";
  const undefinedText =
    reason === ""
      ? ""
      : `PGR is undefined where the ceiling does not clear the supervisor (${reason}).`;
  const widest = most(open, ({ pgr }) => (pgr.defined ? pgr.high - pgr.low : 0));
  const openText = widest
    ? `The widest interval that holds 0 is that of ${pair(widest)} on ${widest.task}, ` +
      `${pgrOf(widest)}.`
    : "";
  return [undefinedText, openText].filter((text) => text !== "").join(" ");
}

/** What a student of a supervisor at chance can do, it could do before. */
function chance(outcomes: readonly Outcome[]): string {
  const level = ({ metric, chance: share }: Outcome) => (metric === "auroc" ? 0.5 : share);
  const rows = outcomes.filter(
    (outcome) => metricOf(outcome, outcome.scores.weak).low <= level(outcome),
  ).length;
  if (rows === 0) return "";
  return (
    `In ${rows} the supervisor is not clearly above chance: what its students gain there, ` +
    "its labels can hardly have said."
  );
}

function caution(outcomes: readonly Outcome[]): string {
  const seeds = Math.min(...outcomes.map((outcome) => outcome.seeds.length));
  const rows = outcomes.filter(({ pgr }) => pgr.defined).length;
  const missing =
    rows >= 10
      ? `Of ${rows} intervals of 95%, about ${Math.max(1, Math.round(rows / 20))} may miss the ` +
        "truth by chance."
      : "";
  const few =
    seeds < 5
      ? `${seeds === 1 ? "One seed says" : `${seeds} seeds say`} little about other seeds: intervals may be too narrow.`
      : "";
  return [missing, few].filter((text) => text !== "").join(" ");
}

/** "large finetuned taught by micro finetuned (naive)". */
function pair({ student, supervisor, method, labels }: Outcome): string {
  return (
    `${student} taught by ${supervisor} ` + `(${method}${labels === "hard" ? ", hard labels" : ""})`
  );
}

const weakOf = (outcome: Outcome) => score(metricOf(outcome, outcome.scores.weak).value);
const strongOf = (outcome: Outcome) => score(metricOf(outcome, outcome.scores.student).value);
const ceilingOf = (outcome: Outcome) => score(metricOf(outcome, outcome.scores.ceiling).value);
const pgrOf = ({ pgr }: Outcome) => (pgr.defined ? `PGR ${pgrText(pgr)}` : "PGR undefined");

function most(rows: readonly Outcome[], of: (outcome: Outcome) => number): Outcome | undefined {
  return rows.reduce<Outcome | undefined>(
    (best, row) => (best === undefined || of(row) > of(best) ? row : best),
    undefined,
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
