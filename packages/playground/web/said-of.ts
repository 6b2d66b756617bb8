// One run in words, for whoever has this page and no command line: what came of it, with its
// bounds, and what else the page can be asked. The report's words are of whole studies.

import type { Outcome } from "@w2s/lab";
import { explanations, intervalText, pgrText, score, type Verdict, verdict } from "@w2s/report";
import { errorPlaces, type Settings } from "../src/settings.js";

/** What was seen, and what to choose next, as one paragraph. */
export function saidOf(outcome: Outcome, settings: Settings): string {
  const seen = verdict(outcome);
  return [sayings[seen](whoOf(settings), outcome), caution(outcome), next(seen, outcome, settings)]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** "On sorted, world-64 taught by world-24 (naive)". */
function whoOf({ task, student, supervisor, errors, method }: Settings): string {
  const teacher =
    errors === "own"
      ? `world-${supervisor}`
      : `the truth, as often wrong as world-${supervisor}, ${errorPlaces[errors]},`;
  return `On ${task}, world-${student} taught by ${teacher} (${method})`;
}

const sayings: Readonly<Record<Verdict, (who: string, outcome: Outcome) => string>> = {
  gain: (who, outcome) =>
    `${who} went beyond its supervisor: ${course(outcome)}, ${pgrOf(outcome)}` +
    `${overruled(outcome)}.`,
  explained: (who, outcome) =>
    `${who} went beyond its supervisor: ${course(outcome)}, ${pgrOf(outcome)}; but that need not ` +
    `come from the labels: ${explanations(outcome).join(", and ")}.`,
  negative: (who, outcome) =>
    `${who} fell below its supervisor: ${course(outcome)}, ${pgrOf(outcome)}. Its labels taught ` +
    "it less than they knew.",
  imitation: (who, outcome) =>
    `${who} imitates its supervisor: ${course(outcome)}, ${pgrOf(outcome)}${copied(outcome)}.`,
  constant: (who, outcome) => {
    const notes = outcome.nearConstant
      .filter(({ role }) => role === "weak" || role === "student")
      .map(({ note }) => note);
    return (
      `${who} has a PGR near 0 that is no imitation, since ${notes.join(", and ")}: ` +
      `${course(outcome)}, ${pgrOf(outcome)}.`
    );
  },
  open: (who, outcome) =>
    `${who} may have gone beyond its supervisor, or not: ${course(outcome)}, ${pgrOf(outcome)}, ` +
    "an interval that holds 0.",
  undefined: (who, { pgr, gain }) => {
    const reason = pgr.defined ? "" : `${who} has no PGR: ${pgr.reason}.`;
    const isClear = gain.low > 0 && gain.value >= 0.01;
    return isClear
      ? `${reason} It is ahead of its supervisor all the same, by ${intervalText(gain, 3)}.`
      : reason;
  },
};

const pgrOf = ({ pgr }: Outcome) => (pgr.defined ? `PGR ${pgrText(pgr)}` : "PGR undefined");

/** "it scores .758 where the supervisor scores .708 and the ceiling .942". */
function course({ scores: { weak, student, ceiling } }: Outcome): string {
  return (
    `it scores ${score(student.accuracy.value)} where the supervisor scores ` +
    `${score(weak.accuracy.value)} and the ceiling ${score(ceiling.accuracy.value)}`
  );
}

function overruled({ agreement: { overall, overruledRight } }: Outcome): string {
  if (overruledRight === null) return "";
  return (
    `; it overruled its supervisor on ${percent(1 - overall)} of the test, and was right in ` +
    `${percent(overruledRight)} of that`
  );
}

function copied({ agreement: { whereSupervisorWrong }, errorsRepeated }: Outcome): string {
  if (whereSupervisorWrong === null) return "";
  const { ceiling } = errorsRepeated;
  const own = ceiling ? `; the ceiling makes ${percent(ceiling.value)} of them by itself` : "";
  return `; it repeated ${percent(whereSupervisorWrong)} of its supervisor's errors${own}`;
}

const percent = (share: number): string => `${Math.round(100 * share)}%`;

function caution({ seeds }: Outcome): string {
  if (seeds.length >= 5) return "";
  const said = seeds.length === 1 ? "One seed says" : `${seeds.length} seeds say`;
  return `${said} little about other seeds: the intervals may be too narrow.`;
}

/** At most three of the page's choices, each for a reason that is seen. */
function next(
  seen: Verdict,
  { agreement }: Outcome,
  { seeds, examples, errors, method, task }: Settings,
): string {
  const isOpen = seen === "open" || seen === "undefined";
  const isCopied = (agreement.whereSupervisorWrong ?? 0) > 0.9;
  const choices: readonly (readonly [boolean, string])[] = [
    [seeds < 5, "5 seeds, so that the intervals cover others"],
    [isOpen && examples < 4000, "4,000 examples, for narrower intervals"],
    [seen === "undefined", "a stronger student or a weaker supervisor, for a gap to recover"],
    [isCopied && errors === "own", "other errors than its own, to see which of them are copied"],
    [method === "naive", "the method confidence"],
    [true, "other supervisors of the ladder, to see how PGR moves with the gap"],
    [true, `another skill than ${task}`],
  ];
  const chosen = choices.filter(([applies]) => applies).map(([, what]) => what);
  return `Worth choosing next: ${chosen.slice(0, 3).join("; ")}.`;
}
