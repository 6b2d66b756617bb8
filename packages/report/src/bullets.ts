// What was seen, in three lines: how often students beat their supervisors, what stands beside
// those gains, and how methods compare.

import { listed, plural } from "@w2s/base";
import { type ArmName, armNames, type Outcome, unmeasured } from "@w2s/lab";
import { armShown, armsShown } from "./arm-shown.js";
import { explanations } from "./explained.js";
import { totalsOf } from "./medians.js";
import {
  clearBelow,
  differenceText,
  type MethodSummary,
  methodSummaries,
} from "./methods-compared.js";
import { overTasksText } from "./over-tasks-text.js";
import { type Verdict, verdict } from "./verdict.js";

/**
 * Three lines, one sentence or two each; one for no outcomes. The same outcomes, the same lines.
 */
export function bulletsOf(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0) return ["There are no outcomes: nothing was compared."];
  return [overview(outcomes), references(outcomes), overall(outcomes)];
}

const said: readonly (readonly [Verdict, string])[] = [
  ["gain", "the student clearly beat its supervisor"],
  [
    "explained",
    "the student did better, but something else than the supervisor's labels may explain that",
  ],
  ["imitation", "the student did about as well as its supervisor (PGR within .1 of 0)"],
  [
    "constant",
    "the student did about as well, but one of the two gives nearly the same answer everywhere",
  ],
  ["negative", "the student did clearly worse than its supervisor"],
  ["open", "the interval is too wide to tell"],
  ["undefined", "PGR is undefined, as the ceiling is not clearly above supervisor and chance"],
];

function overview(outcomes: readonly Outcome[]): string {
  const tasks = new Set(outcomes.map(({ task }) => task)).size;
  const verdicts = outcomes.map(verdict);
  const counts = said
    .map(([wanted, what]) => ({ what, count: verdicts.filter((one) => one === wanted).length }))
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => `in ${count} ${what}`);
  const compared = plural(outcomes.length, "comparison");
  return `Of ${compared} on ${plural(tasks, "task")}, ${listed(counts)}.`;
}

/** What an arm is called where a reader meets it first. */
export const armWords = {
  untouched: "the untouched student",
  uninformed: "the student taught by labels without information",
  selfTaught: "the self-taught student",
} as const;

function references(outcomes: readonly Outcome[]): string {
  const known = armsShown(outcomes);
  const missing = armNames.filter((arm) => !known.includes(arm));
  const explained = outcomes.filter((outcome) => verdict(outcome) === "explained");
  const first = explained[0];
  const why =
    first === undefined
      ? ""
      : ` Gains that may not come from supervision: ${explained.length}, the first on ` +
        `${first.task}, where ${listed(explanations(first))}.`;
  const beside = known.map((arm) => countBeaten(outcomes, arm));
  const cleared = known.length === 0 ? "" : `Students clearly beat ${listed(beside)}.`;
  const whys = missing.map((arm) => whyMissing(outcomes, arm));
  const isNothingKnown = known.length === 0 && whys.every((why) => why === undefined);
  const named = missing.map((arm, i) => armWords[arm] + (whys[i] ? ` (${whys[i]})` : ""));
  const unknown =
    missing.length === 0
      ? ""
      : `Not measured: ${listed(named)}` +
        `${isNothingKnown ? ", so whether students knew the task before is not known" : ""}.`;
  return [cleared + why, unknown]
    .map((text) => text.trim())
    .filter((text) => text)
    .join(" ");
}

/** "the untouched student (chance by definition, as its head is new) in 20 of 24". */
function countBeaten(outcomes: readonly Outcome[], arm: ArmName): string {
  const rows = outcomes.map((outcome) => armShown(outcome, arm)).filter((one) => one !== null);
  const clear = rows.filter(({ ahead }) => ahead.low > 0).length;
  const chance = rows.filter(({ isChance }) => isChance).length;
  const where = chance === rows.length ? "" : ` in ${chance}`;
  const how = chance === 0 ? "" : ` (chance by definition${where}, as its head is new)`;
  return `${armWords[arm]}${how} in ${clear} of ${rows.length}`;
}

/** Why no outcome has an arm, where that is the same for all and more than that nobody ran it. */
function whyMissing(outcomes: readonly Outcome[], name: ArmName): string | undefined {
  const reasons = new Set(outcomes.map(({ arms: { [name]: arm } }) => (arm.run ? "" : arm.reason)));
  const [reason] = reasons;
  return reasons.size === 1 && reason !== unmeasured.arms[name].reason ? reason : undefined;
}

function overall(outcomes: readonly Outcome[]): string {
  const summaries = methodSummaries(outcomes);
  const compared =
    summaries.length > mostNamed ? [manyMethods(summaries)] : summaries.map(oneMethod);
  const { meanGain, gain, pgr, selected, onOthers } = totalsOf(outcomes);
  const tasks = gain.tasks.length;
  const gained = overTasksText(meanGain, tasks, { decimals: 3, signed: true });
  const rows = plural(selected, "row");
  const middle =
    pgr === null
      ? "no row has a clear gap, so there is no median PGR"
      : `median PGR of the ${rows} with a clear gap` +
        `${onOthers ? "" : " (chosen by the same seeds)"} ` +
        overTasksText(pgr, pgr.tasks.length);
  const all = `Mean gain over all rows ${gained}; ${middle}.`;
  const brackets = meanGain.interval === null ? [] : [whatBracketsAre[meanGain.interval.of]];
  return [all, ...(compared.length === 0 ? [] : [`${compared.join("; ")}.`]), ...brackets].join(
    " ",
  );
}

/** More methods than this are counted, not told one by one. */
const mostNamed = 3;

function oneMethod(summary: MethodSummary): string {
  const { method, base, cells, clearlyAhead, clearlyBehind } = summary;
  return (
    `${method} minus ${base}: ${differenceText(summary)}, clearly ahead in ` +
    `${clearlyAhead.length} and behind in ${clearlyBehind.length} of ` +
    `${plural(cells.length, "cell")}`
  );
}

function manyMethods(summaries: readonly MethodSummary[]): string {
  const tested = summaries.filter(({ corrected }) => corrected !== null);
  const clear = tested.filter(({ corrected }) => corrected! < clearBelow);
  const named = (rows: readonly MethodSummary[]) =>
    rows.length > mostNamed
      ? `${rows.length} are`
      : rows.length === 0
        ? "none is"
        : `${listed(rows.map(({ method }) => method))} ${rows.length === 1 ? "is" : "are"}`;
  const ahead = clear.filter(({ overTasks }) => overTasks.value > 0);
  const behind = clear.filter(({ overTasks }) => overTasks.value < 0);
  const overTasks =
    tested.length === 0
      ? ""
      : ` over tasks ${named(ahead)} clearly ahead and ${named(behind)} clearly behind (5% after ` +
        "Holm's correction);";
  const cells = (of: (summary: MethodSummary) => readonly unknown[]) =>
    summaries.reduce((sum, summary) => sum + of(summary).length, 0);
  const best = summaries.reduce((top, one) =>
    one.overTasks.value > top.overTasks.value ? one : top,
  );
  return (
    `Of ${summaries.length} methods against ${summaries[0]!.base},${overTasks} in single cells ` +
    `they are clearly ahead in ${cells(({ clearlyAhead }) => clearlyAhead)} and behind in ` +
    `${cells(({ clearlyBehind }) => clearlyBehind)} of ${cells((one) => one.cells)}. The largest ` +
    `mean difference is that of ${best.method}, ${differenceText(best)}`
  );
}

const whatBracketsAre = {
  "other tasks": "Brackets: 95% (or what is said) for other tasks like these.",
  "these tasks": "Brackets: 95% over seeds and test examples, not over tasks.",
} as const;
