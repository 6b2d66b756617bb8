// What a generator could answer, and how often: questions with right, believable and ill-formed
// candidates, for reward models that were taught by right and believable ones alone.

import { InputError } from "@w2s/base";
import { pairs, type Random, random, rows, type Task } from "@w2s/lab";
import { DIGITS, LETTERS, NAMES, oneOf } from "./draw.js";
import { type Asked, questions } from "./questions.js";
import { skills } from "./skills/index.js";
import { COMMON } from "./task-kinds.js";
import { taskKinds } from "./tasks.js";

/** One answer that the generator could give. */
export interface Candidate {
  readonly answer: string;
  /** How often it gives it, in (0, 1]; a question's sum to 1. */
  readonly share: number;
  readonly right: boolean;
}

/** A question and all that could be answered. */
export interface CandidateQuestion {
  readonly id: string;
  readonly question: string;
  /** The right one first. */
  readonly candidates: readonly Candidate[];
}

/** Which questions, and how the generator answers. */
export interface CandidateOptions {
  /** Which questions are drawn; default 0. */
  readonly seed?: number;
  /** Questions with candidates, 1 or more; default 150. */
  readonly questions?: number;
  /** Pairs to learn from, of other questions, 2 or more; default 2000. */
  readonly examples?: number;
  /** How often the generator is right, between 0 and 1; default .2. */
  readonly right?: number;
}

/** Of what is not right, how much could be believed; the rest is ill-formed. */
const believable = 5 / 8;
const illFormed = 12;

/**
 * Questions with the answers of an explicit generator: the right one; wrong ones that could be
 * believed, equally often; and up to twelve that no question of the kind has (answers
 * repeated or joined, words of other kinds), the i-th as often as 1 / i.
 * @throws InputError for options out of range
 */
export function worldCandidates(options: CandidateOptions = {}): readonly CandidateQuestion[] {
  return drawn(options).asked;
}

/**
 * A task of preferences over all skills but `rule` and `programs`. It is learnt from right against
 * believable answers; its test has, of every candidate question, the right answer against each
 * other candidate (ids `QUESTION/PLACE`): so pairs give every candidate's reward.
 * @throws InputError as `worldCandidates`
 */
export function candidateTask(options: CandidateOptions = {}): Task {
  const test = drawn(options).asked.flatMap(({ id, question, candidates: [right, ...others] }) =>
    others.map(({ answer }, i) => ({
      id: `${id}/${i + 1}`,
      chosen: `${question} ${right!.answer}`,
      rejected: `${question} ${answer}`,
      group: question,
    })),
  );
  const name = "candidates";
  return pairs(rows(name, drawn(options).taught), {
    chosen: "chosen",
    rejected: "rejected",
    name,
    test: rows(`${name}-test`, test),
    id: COMMON.id,
    group: COMMON.group,
  });
}

function drawn({ seed = 0, right = 0.2, ...sizes }: CandidateOptions) {
  const { questions: count = 150, examples = 2000 } = sizes;
  check("questions", count, Number.isInteger(count) && count >= 1, "a whole number of at least 1");
  check(
    "examples",
    examples,
    Number.isInteger(examples) && examples >= 2,
    "a whole number of at least 2",
  );
  check("right", right, right > 0 && right < 1, "between 0 and 1");
  const { skills: names, row } = taskKinds.preference;
  const hardest = Math.max(...names.map((skill) => skills[skill].levels));
  const next = questions({ name: "candidates", seed, skills: names, difficulty: [1, hardest] });
  const stream = random(seed, "world/candidates");
  const asked = Array.from({ length: count }, (_, i) => {
    const problem = next();
    return {
      id: numbered(i),
      question: problem.question,
      candidates: answers(problem, right, stream),
    };
  });
  const taught = Array.from({ length: examples }, (_, i) => {
    const problem = next();
    const id = `pair-${numbered(i)}`;
    return { id, ...row(problem, 0, stream, i), group: problem.question };
  });
  return { asked, taught };
}

const numbered = (index: number): string => String(index).padStart(5, "0");

function check(option: string, value: number, fits: boolean, must: string): void {
  if (!fits) throw new InputError(`world candidates: "${option}" must be ${must}, got ${value}`);
}

function answers({ right, wrong, question }: Asked, rate: number, stream: Random): Candidate[] {
  const plausible = [...new Set(wrong)];
  const odd = oddAnswers(question, right, plausible, stream);
  const left = 1 - rate;
  const total = odd.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return [
    { answer: right, share: rate, right: true },
    ...plausible.map((answer) => ({
      answer,
      share: (left * believable) / plausible.length,
      right: false,
    })),
    ...odd.map((answer, i) => ({
      answer,
      share: (left * (1 - believable)) / ((i + 1) * total),
      right: false,
    })),
  ];
}

/** Answers that no question of this kind has, in random order. */
function oddAnswers(question: string, right: string, wrong: readonly string[], stream: Random) {
  const other = oneOf(stream, wrong);
  const found = new Set([
    `${right} ${right}`,
    `${right} ${other}`,
    `${other} ${right}`,
    `${other} ${other}`,
    "refuse",
  ]);
  const written = question.endsWith("=");
  const words = written ? ["yes", "no", ...NAMES] : [...DIGITS, ...LETTERS, ...NAMES];
  while (found.size < illFormed) found.add(oneOf(stream, words));
  for (const answer of [right, ...wrong]) found.delete(answer);
  return stream.shuffle([...found]);
}
