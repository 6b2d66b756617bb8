// One sentence of the pretraining text: it depends on the mixture, the seed and its index, and on
// nothing else.

import { InternalError } from "@w2s/base";
import { type Random, random } from "@w2s/lab";
import { between, coin, oneOf, weighted } from "./draw.js";
import { heldOut } from "./held-out.js";
import type { Mixture } from "./mixture.js";
import type { Form } from "./mixture-schema.js";
import type { Problem } from "./problem.js";
import { type SkillName, skillNames, skills } from "./skills/index.js";

/** One sentence of the invented language, and what it teaches. */
export interface Sentence {
  readonly skill: SkillName;
  readonly difficulty: number;
  readonly form: Form;
  /** All that goes before the answer: `max 4 9 2 =`, `max 4 9 2 = 4`, `max 4 9 2 = 4 or 9 :`. */
  readonly prompt: string;
  /** How the sentence ends: `9`, `false`, `9`. One word; sums are a number. */
  readonly answer: string;
  /** What the sentence teaches: the truth, a wrong ending, or the answer to another question. */
  readonly teaches: "truth" | "wrong" | "shuffled";
}

/** The sentence as a model reads it. */
export function sentenceText({ prompt, answer }: Sentence): string {
  return `${prompt} ${answer}`;
}

/** The `index`-th sentence (from 0) of a mixture's text. */
export function sentenceAt(mixture: Mixture, seed: number, index: number): Sentence {
  const stream = random(seed, `world/text/${index}`);
  const weights = weightsOf(mixture);
  const skill = weighted(stream, weights.skills);
  const { difficulty: range, wrong, shuffled } = mixture.skills[skill]!;
  const difficulty = between(stream, ...range);
  const own = practised(skill, difficulty, stream);
  const problem = shuffled
    ? { ...practised(skill, difficulty, stream), question: own.question }
    : own;
  const form = weighted(stream, weights.forms);
  const { prompt, right, others } = POSED[form](problem, stream);
  const astray = stream.uniform() < wrong;
  const teaches = shuffled ? "shuffled" : astray ? "wrong" : "truth";
  return {
    skill,
    difficulty,
    form,
    prompt,
    answer: astray ? oneOf(stream, others) : right,
    teaches,
  };
}

const FORMS: readonly Form[] = ["answer", "judge", "choose"];

interface Weights {
  readonly skills: readonly (readonly [SkillName, number])[];
  readonly forms: readonly (readonly [Form, number])[];
}

/** Sentences share their mixture: its weights are listed once. */
const listed = new WeakMap<Mixture, Weights>();

function weightsOf(mixture: Mixture): Weights {
  const known = listed.get(mixture);
  if (known) return known;
  const skills = skillNames.flatMap((name) => {
    const practice = mixture.skills[name];
    return practice === undefined ? [] : [[name, practice.weight] as const];
  });
  const made = { skills, forms: FORMS.map((name) => [name, mixture.forms[name]] as const) };
  listed.set(mixture, made);
  return made;
}

interface Posed {
  readonly prompt: string;
  readonly right: string;
  readonly others: readonly string[];
}

const POSED: { readonly [F in Form]: (problem: Problem, stream: Random) => Posed } = {
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
};

// Three of four questions of every difficulty may be practised: this many draws without one do not
// happen.
const MOST_DRAWS = 1000;

function practised(skill: SkillName, difficulty: number, stream: Random): Problem {
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const problem = skills[skill].sample(stream, difficulty);
    if (!heldOut(problem.question)) return problem;
  }
  throw new InternalError(
    `world: ${skill} has no question of difficulty ${difficulty} to practise`,
  );
}
