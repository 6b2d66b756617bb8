// How a problem is put into words: the forms of sentences that ask.

import type { Random } from "@w2s/lab";
import { coin, DIGITS, LETTERS, NAMES, oneOf } from "./draw.js";
import type { Form } from "./mixture-schema.js";
import type { Problem } from "./problem.js";
import { type SkillName, skillNames } from "./skills/index.js";

/** A prompt, its right ending and the wrong ones. */
export interface Posed {
  readonly prompt: string;
  readonly right: string;
  readonly others: readonly string[];
}

const plain: readonly Form[] = ["answer", "judge", "choose"];

/**
 * Skills whose problems every form fits: a rule about a rule is none, and rows of brackets often
 * have all brackets that there are.
 */
export const sharedSkills: readonly SkillName[] = skillNames.filter(
  (name) => name !== "rule" && name !== "brackets",
);

/** The forms that fit a skill's problems. */
export function formsOf(skill: SkillName): readonly Form[] {
  return sharedSkills.includes(skill) ? [...plain, "follow", "refuse"] : plain;
}

/** A problem in each form. */
export const posed: { readonly [F in Form]: (problem: Problem, stream: Random) => Posed } = {
  answer: ({ question, right, wrong }) => ({ prompt: question, right, others: wrong }),
  judge: ({ question, right, wrong }, stream) => {
    const truth = coin(stream);
    const prompt = `${question} ${truth ? right : oneOf(stream, wrong)}`;
    return { prompt, right: String(truth), others: [String(!truth)] };
  },
  choose: ({ question, right, wrong }, stream) => {
    const other = oneOf(stream, wrong);
    const [one, two] = coin(stream) ? [right, other] : [other, right];
    return { prompt: `${question} ${one} or ${two} :`, right, others: [other] };
  },
  follow: (problem, stream) => {
    const followed = coin(stream);
    const prompt = instructed(problem, coin(stream), followed, stream);
    return { prompt, right: String(followed), others: [String(!followed)] };
  },
  refuse: (problem, stream) => {
    const refused = coin(stream);
    const prompt = forbidding(problem, refused, stream);
    const [right, other] = refused ? ["refuse", problem.right] : [problem.right, "refuse"];
    return { prompt, right, others: [other] };
  },
};

/** Told to answer truly or falsely, and an answer that does so or does not. */
export function instructed(
  { question, right, wrong }: Problem,
  truly: boolean,
  followed: boolean,
  stream: Random,
): string {
  const answer = truly === followed ? right : oneOf(stream, wrong);
  return `take ${truly} of ${question} ${answer}`;
}

/** A question after a rule that forbids one of its words, or a word that it does not have. */
export function forbidding({ question }: Problem, mentioned: boolean, stream: Random): string {
  const words = question.split(" ").flatMap((word) => (/^\d+$/.test(word) ? [...word] : [word]));
  const kinds = [DIGITS, LETTERS, NAMES];
  const own = words.filter((word) => kinds.some((kind) => kind.includes(word)));
  const word = oneOf(stream, own);
  const others = kinds.find((kind) => kind.includes(word))!.filter((one) => !own.includes(one));
  const absent = others.length > 0 ? others : LETTERS;
  return `never ${mentioned ? word : oneOf(stream, absent)} : ${question}`;
}
