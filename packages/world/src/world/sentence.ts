// One sentence of the pretraining text: it depends on the mixture, the seed and its index, and on
// nothing else.

import { InternalError } from "@w2s/base";
import { type Random, random } from "@w2s/lab";
import { between, coin, oneOf, weighted } from "./draw.js";
import { heldOut } from "./held-out.js";
import type { Mixture, Practice } from "./mixture.js";
import type { Form } from "./mixture-schema.js";
import { hasParts, type PartedSkill, problemParts } from "./parts/index.js";
import { formsOf, type Posed, posed } from "./posed.js";
import type { Problem } from "./problem.js";
import { type SkillName, skillNames, skills } from "./skills/index.js";

/** One sentence of the invented language, and what it teaches. */
export interface Sentence {
  readonly skill: SkillName;
  readonly difficulty: number;
  /** How its problem is asked; `part`: one part of it is; `state`: it is not asked, it is said. */
  readonly form: Form | "part" | "state";
  /** All that goes before the answer: `max 4 9 2 =`, `max 4 9 2 = 4`, `max 4 9 2 = 4 or 9 :`. */
  readonly prompt: string;
  /** How the sentence ends: `9`, `false`, `9`; of a statement, all but its first word. */
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
  const practice = mixture.skills[skill]!;
  const difficulty = between(stream, ...practice.difficulty);
  // A share of 0 draws nothing: texts of mixtures without parts and statements stay as they were.
  const isPart = hasParts(skill) && mixture.parts > 0 && stream.uniform() < mixture.parts;
  if (isPart) return ended(aPart(skill, difficulty, stream), practice, stream);
  if (practice.asked < 1 && stream.uniform() >= practice.asked)
    return stated(skill, difficulty, stream);
  const own = practised(skill, difficulty, stream);
  const problem = practice.shuffled
    ? { ...practised(skill, difficulty, stream), question: own.question }
    : own;
  const form = weighted(stream, weights.forms[skill]!);
  const asked = { skill, difficulty, form, ...posed[form](problem, stream) };
  const sentence = ended(asked, practice, stream);
  return practice.shuffled ? { ...sentence, teaches: "shuffled" } : sentence;
}

type Unended = Posed & Pick<Sentence, "skill" | "difficulty" | "form">;

/** With its right ending, or, in the share that is practised wrongly, another. */
function ended(posed: Unended, { wrong }: Practice, stream: Random): Sentence {
  const { right, others, ...rest } = posed;
  const astray = stream.uniform() < wrong;
  const teaches = astray ? "wrong" : "truth";
  return { ...rest, answer: astray ? oneOf(stream, others) : right, teaches };
}

/** A part of a problem: as often one whose answer is yes as one whose answer is no. */
function aPart(skill: PartedSkill, difficulty: number, stream: Random): Unended {
  const wanted = coin(stream) ? "yes" : "no";
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const { question } = practised(skill, difficulty, stream);
    const parts = problemParts(skill, question).filter(({ right }) => right === wanted);
    if (parts.length === 0) continue;
    const { question: prompt, right, wrong } = oneOf(stream, parts);
    return { skill, difficulty, form: "part", prompt, right, others: wrong };
  }
  throw new InternalError(
    `world: ${skill} of difficulty ${difficulty} has no part that is ${wanted}`,
  );
}

/** A true statement: `sorted 1 3 3 8 .`; its first word is given. */
function stated(skill: SkillName, difficulty: number, stream: Random): Sentence {
  const { question } = practised(skill, difficulty, stream, ({ right }) => right === "yes");
  const [first, ...rest] = question.split(" ");
  const answer = [...rest.slice(0, -1), "."].join(" ");
  return { skill, difficulty, form: "state", prompt: first!, answer, teaches: "truth" };
}

interface Weights {
  readonly skills: readonly (readonly [SkillName, number])[];
  readonly forms: { readonly [Name in SkillName]?: readonly (readonly [Form, number])[] };
}

/** Sentences share their mixture: its weights are listed once. */
const listed = new WeakMap<Mixture, Weights>();

function weightsOf(mixture: Mixture): Weights {
  const known = listed.get(mixture);
  if (known) return known;
  const practised = skillNames.filter((name) => mixture.skills[name] !== undefined);
  const made: Weights = {
    skills: practised.map((name) => [name, mixture.skills[name]!.weight]),
    forms: Object.fromEntries(
      practised.map((name) => [name, formsOf(name).map((form) => [form, mixture.forms[form]])]),
    ),
  };
  listed.set(mixture, made);
  return made;
}

// Three of four questions of every difficulty may be practised: this many draws without one do not
// happen.
const MOST_DRAWS = 1000;

function practised(
  skill: SkillName,
  difficulty: number,
  stream: Random,
  accept: (problem: Problem) => boolean = () => true,
): Problem {
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const problem = skills[skill].sample(stream, difficulty);
    if (!heldOut(problem.question) && accept(problem)) return problem;
  }
  throw new InternalError(
    `world: ${skill} has no question of difficulty ${difficulty} to practise`,
  );
}
