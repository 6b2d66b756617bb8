// What people's answers come to, held against ground truth when labelling is over: accuracy by what
// they had beside an item, and what help was worth beyond the better of the person alone and the
// model alone (sandwiching: Cotra 2021; Bowman et al. 2022).

import { answerOf, compareMethods, type Drawn, median, percentileInterval, random } from "@w2s/lab";
import { type AnswerLine, sessionArms } from "@w2s/lab/labelling";
import { holm } from "@w2s/report";
import type { ArmResult, HelpResult, Judge, SessionResults } from "./messages.js";
import type { Project } from "./project.js";
import type { Standing } from "./standing.js";

/** Of one judge, by item: how many answers, and how many of them are right. */
interface Tally {
  readonly judge: Judge;
  readonly said: Uint32Array;
  readonly right: Uint32Array;
}

const resamples = 2000;

/**
 * Accuracies with 95% percentile intervals over items, each drawn with all answers to it: so what
 * is compared is paired wherever an item has answers on both sides. The better of both is chosen
 * anew in every draw.
 * @param truth the right option by id
 */
export function sessionResults(
  { items }: Project,
  standing: Standing,
  truth: ReadonlyMap<string, number>,
): SessionResults {
  const rightAt = items.map(({ id }) => truth.get(id) ?? -1);
  const answers = [...standing.all()];
  const people = sessionArms.map((arm) =>
    tallyOf(
      arm,
      items.length,
      answers.filter(({ answer }) => answer.arm === arm),
      rightAt,
    ),
  );
  const tallies = [...people, modelTally(items, rightAt)].filter(({ said }) => said.some(Boolean));
  const draws = drawnAccuracies(tallies, items.length);
  const arms = tallies.map(({ judge, said }, t): ArmResult => {
    const own = answers.filter(({ answer }) => answer.arm === judge).map(({ answer }) => answer);
    return {
      judge,
      answers: sum(said),
      unanswered: judge === "model alone" ? null : unansweredIn(standing, judge),
      accuracy: percentileInterval(draws[t]!.value, draws[t]!.draws, 0.95),
      seconds: secondsOf(own),
    };
  });
  const labelled = standing.answers.filter(Boolean).length;
  return { arms, help: helpOf(tallies, draws), labelled, items: items.length };
}

function tallyOf(
  judge: Judge,
  items: number,
  answers: readonly { readonly place: number; readonly answer: Pick<AnswerLine, "label"> }[],
  rightAt: readonly number[],
): Tally {
  const [said, right] = [new Uint32Array(items), new Uint32Array(items)];
  for (const { place, answer } of answers) {
    said[place]! += 1;
    right[place]! += Number(answer.label === rightAt[place]);
  }
  return { judge, said, right };
}

/** The model's own answers, of every item that shows them in some arm. */
function modelTally(items: Project["items"], rightAt: readonly number[]): Tally {
  const answers = items.flatMap(({ assistance }, place) =>
    assistance ? [{ place, answer: { label: answerOf(assistance.said) } }] : [],
  );
  return tallyOf("model alone", items.length, answers, rightAt);
}

function unansweredIn({ annotators }: Standing, arm: Judge): number {
  return [...annotators.values()]
    .flatMap(({ lines }) => [...lines.values()])
    .filter((line) => line.arm === arm && line.what !== "answered").length;
}

const secondsOf = (answers: readonly AnswerLine[]): number | null =>
  median(answers.map(({ ms }) => ms / 1000)) ?? null;

/** Each judge's accuracy on all items, and on items drawn with replacement. */
function drawnAccuracies(tallies: readonly Tally[], items: number): Drawn[] {
  const stream = random(0, "label/results");
  const all = new Uint32Array(items).fill(1);
  const draws = tallies.map(() => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    const weights = new Uint32Array(items);
    for (let i = 0; i < items; i++) weights[stream.integer(items)]! += 1;
    tallies.forEach((tally, t) => {
      draws[t]![b] = accuracyOf(tally, weights);
    });
  }
  return tallies.map((tally, t) => ({ value: accuracyOf(tally, all), draws: draws[t]! }));
}

/** NaN where no item of the draw has an answer. */
function accuracyOf({ said, right }: Tally, weights: Uint32Array): number {
  let [of, good] = [0, 0];
  weights.forEach((weight, i) => {
    of += weight * said[i]!;
    good += weight * right[i]!;
  });
  return good / of;
}

/** Each kind of help against the better of the person alone and the model alone. */
function helpOf(tallies: readonly Tally[], draws: readonly Drawn[]): HelpResult[] {
  const alone = tallies.flatMap(({ judge }, t) =>
    judge === "alone" || judge === "model alone" ? [t] : [],
  );
  if (alone.length < 2) return [];
  const found = tallies.flatMap(({ judge }, t) => {
    if (judge === "alone" || judge === "model alone") return [];
    const best = alone.reduce((a, b) => (draws[b]!.value > draws[a]!.value ? b : a));
    const betterDraws = draws[best]!.draws.map((_, b) =>
      better(alone.map((a) => draws[a]!.draws[b]!)),
    );
    const [ours, theirs] = bothThere(draws[t]!, { value: draws[best]!.value, draws: betterDraws });
    const { difference, p } = compareMethods(ours, theirs, "the better of both");
    const paired = tallies[t]!.said.filter((n, i) => n > 0 && tallies[best]!.said[i]! > 0).length;
    return [{ arm: judge, better: tallies[best]!.judge, difference, paired, p }];
  });
  const corrected = holm(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, corrected: corrected[i]! }));
}

/** The larger of what is there. */
const better = (values: readonly number[]): number =>
  Math.max(...values.filter((value) => !Number.isNaN(value)));

/** Draws in which both have a value. */
function bothThere(one: Drawn, other: Drawn): readonly [Drawn, Drawn] {
  const has = (_: number, b: number) =>
    Number.isFinite(one.draws[b]!) && Number.isFinite(other.draws[b]!);
  return [
    { value: one.value, draws: one.draws.filter(has) },
    { value: other.value, draws: other.draws.filter(has) },
  ];
}

const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
