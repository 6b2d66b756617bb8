// One paragraph that says what a study saw in single rows, generated from its numbers: no adjective
// without a bound, no PGR without its interval. The three lines before it are in bullets.ts.

import { listed } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { explanations } from "./explained.js";
import { comparisonOf } from "./methods-compared.js";
import { nextSteps } from "./next-steps.js";
import { metricOf, pgrText, score } from "./numbers.js";
import { percent } from "./percent.js";
import { type Verdict, verdict } from "./verdict.js";

/** What was seen and what to try next, as one paragraph. The same outcomes give the same words. */
export function wordsOf(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return "There are no outcomes: nothing was compared.";
  const of = (wanted: Verdict) => outcomes.filter((outcome) => verdict(outcome) === wanted);
  return [
    gains(of("gain")),
    explained(of("explained")),
    imitations(of("imitation")),
    constants(of("constant")),
    negatives(of("negative")),
    unclear(of("undefined"), of("open")),
    comparisonOf(outcomes),
    caution(outcomes),
    nextSteps(outcomes),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function gains(rows: readonly Outcome[]): string {
  const best = most(rows, ({ pgr }) => (pgr.defined ? pgr.low : 0));
  if (!best) return "";
  const all = rows.filter(({ pgr }) => pgr.defined && pgr.low <= 1 && pgr.value >= 0.9).length;
  const whole = all > 0 ? ` In ${all} nearly all of the gap was recovered (PGR .9 or more).` : "";
  return (
    `The surest gain: on ${best.task}, ${pair(best)} went from ${weakOf(best)} to ` +
    `${studentOf(best)} of a ceiling of ${ceilingOf(best)}, ` +
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

/** What a student of such a supervisor can do, it could do before, or its labels did not say. */
function explained(rows: readonly Outcome[]): string {
  const best = most(rows, ({ pgr }) => (pgr.defined ? pgr.low : 0));
  if (!best) return "";
  return (
    `In ${rows.length} a clear gain need not come from the supervisor's labels: on ${best.task}, ` +
    `${pair(best)} went from ${weakOf(best)} to ${studentOf(best)}, but ` +
    `${listed(explanations(best))}.`
  );
}

function imitations(rows: readonly Outcome[]): string {
  const nearest = most(rows, ({ agreement }) => agreement.whereSupervisorWrong ?? 0);
  if (!nearest) return "";
  const copied = nearest.agreement.whereSupervisorWrong;
  const { ceiling } = nearest.errorsRepeated;
  const reference =
    ceiling === null ? "" : `, of which the ceiling makes ${percent(ceiling.value)} by itself`;
  const errors =
    copied === null
      ? ""
      : `; it repeated ${percent(copied)} of its supervisor's errors${reference}`;
  return (
    `The most of its supervisor was copied on ${nearest.task}, ${pair(nearest)} stayed at ` +
    `${studentOf(nearest)} where its supervisor has ${weakOf(nearest)} and its ceiling ` +
    `${ceilingOf(nearest)}, ${pgrOf(nearest)}${errors}.`
  );
}

/** A constant that scores as another constant has copied nothing. */
function constants(rows: readonly Outcome[]): string {
  const first = rows[0];
  if (!first) return "";
  const notes = first.nearConstant.filter(({ role }) => role === "weak" || role === "student");
  return (
    `In ${rows.length} a PGR near 0 is no imitation, as on ${first.task}, ${pair(first)}: ` +
    `${listed(notes.map(({ note }) => note))}.`
  );
}

function negatives(rows: readonly Outcome[]): string {
  const worst = most(rows, ({ pgr }) => (pgr.defined ? -pgr.high : 0));
  if (!worst) return "";
  return (
    `Worst: on ${worst.task}, ${pair(worst)} fell from ${weakOf(worst)} to ` +
    `${studentOf(worst)}, ${pgrOf(worst)}: its labels taught it less than they knew.`
  );
}

function unclear(none: readonly Outcome[], open: readonly Outcome[]): string {
  const first = none[0];
  const reason =
    first && !first.pgr.defined ? `${first.task}, ${pair(first)}: ${first.pgr.reason}` : "";
  const undefinedText =
    reason === ""
      ? ""
      : "PGR is undefined where the ceiling does not clear the supervisor, chance and the " +
        `untouched student (${reason}).`;
  const ahead = none.filter(({ gain }) => gain.low > 0 && gain.value >= 0.01);
  const clear = ahead.filter((outcome) => explanations(outcome).length === 0);
  const gained = clear[0]
    ? `In ${clear.length} of these the student's gain is clear all the same, as on ` +
      `${clear[0].task}, ${pair(clear[0])}: +${score(clear[0].gain.value)} ` +
      `[${score(clear[0].gain.low)}, ${score(clear[0].gain.high)}].`
    : "";
  const widest = most(open, ({ pgr }) => (pgr.defined ? pgr.high - pgr.low : 0));
  const openText = widest
    ? `The widest interval that holds 0 is that of ${pair(widest)} on ${widest.task}, ` +
      `${pgrOf(widest)}.`
    : "";
  return [undefinedText, gained, openText].filter((text) => text !== "").join(" ");
}

function caution(outcomes: readonly Outcome[]): string {
  const seeds = Math.min(...outcomes.map((outcome) => outcome.seeds.length));
  const rows = outcomes.filter(({ pgr }) => pgr.defined).length;
  const missing =
    rows >= 10
      ? `Of ${rows} intervals of 95%, about ${Math.max(1, Math.round(rows / 20))} may miss the ` +
        "truth by chance."
      : "";
  const compared = outcomes.some(({ comparison }) => comparison !== null);
  const luck = compared
    ? ", and a difference between methods that is called clear may be luck"
    : "";
  const few =
    seeds < 5
      ? `${seeds === 1 ? "One seed says" : `${seeds} seeds say`} little about other seeds: ` +
        `intervals may be too narrow${luck}.`
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
const studentOf = (outcome: Outcome) => score(metricOf(outcome, outcome.scores.student).value);
const ceilingOf = (outcome: Outcome) => score(metricOf(outcome, outcome.scores.ceiling).value);
const pgrOf = ({ pgr }: Outcome) => (pgr.defined ? `PGR ${pgrText(pgr)}` : "PGR undefined");

function most(rows: readonly Outcome[], of: (outcome: Outcome) => number): Outcome | undefined {
  return rows.reduce<Outcome | undefined>(
    (best, row) => (best === undefined || of(row) > of(best) ? row : best),
    undefined,
  );
}
