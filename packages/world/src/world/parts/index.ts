// Problems taken apart: their parts, the combiner, and the claims that can be checked.

import type { Problem } from "../problem.js";
import { asked } from "../problem.js";
import type { SkillName } from "../skills/index.js";
import { holds } from "./atoms.js";
import type { Decomposition } from "./decomposition.js";
import { order } from "./order.js";
import { outsider } from "./outsider.js";
import { programs } from "./programs.js";
import { brackets, compare, containment, maximum, palindrome, sorted } from "./rows.js";
import { rule } from "./rule.js";

/**
 * How each skill's problems come apart; null: they do not. A majority and a parity are of the whole
 * row, and no few items of it tell anything; a sum's digits are sums again; an instruction is one
 * step.
 */
const decompositions = {
  compare,
  add: null,
  sorted,
  brackets,
  majority: null,
  palindrome,
  parity: null,
  maximum,
  containment,
  order,
  instruction: null,
  outsider,
  rule,
  programs,
} satisfies { readonly [Name in SkillName]: Decomposition | null };

/** Skills whose problems have parts. */
export type PartedSkill = {
  [Name in SkillName]: (typeof decompositions)[Name] extends null ? never : Name;
}[SkillName];

/** Skills whose problems have parts, in the order of all skills. */
export const partedSkills: readonly PartedSkill[] = Object.freeze(
  (Object.keys(decompositions) as SkillName[]).filter(hasParts),
);

export function hasParts(skill: SkillName): skill is PartedSkill {
  return decompositions[skill] !== null;
}

/** What the parts of a skill ask, in words. */
export function partsAsk(skill: PartedSkill): string {
  return decompositions[skill].asks;
}

/** A claim about a problem that can be checked by its parts. */
export interface Witness {
  /** Places that it points to, from 0: in the row, or which lines or statements. */
  readonly at: readonly number[];
  /** It holds when each of these parts has this answer; parts as in `problemParts`. */
  readonly checks: readonly { readonly question: string; readonly answer: string }[];
  readonly truth: boolean;
  /** The answer to the whole that it proves when it is true. */
  readonly proves: string;
}

/**
 * The parts of a problem, none twice: yes/no problems whose questions are the whole's with what is
 * asked about it: `sorted 1 4 3 : less 3 than 4 ?`. Which there are tells nothing of the answer.
 */
export function problemParts(skill: PartedSkill, question: string): Problem[] {
  const parts = decompositions[skill].parts(wordsOf(question));
  return [...new Set(parts)].map((part) => asked(bodyOf(question, part), holds(part)));
}

/**
 * The answer to the whole from answers to its parts: with true ones it is the right one.
 * @param answer yes or no to one of the questions of `problemParts`
 */
export function combineParts(
  skill: PartedSkill,
  question: string,
  answer: (part: string) => string,
): string {
  return decompositions[skill].combine(
    wordsOf(question),
    (part) => answer(`${bodyOf(question, part)} ?`) === "yes",
  );
}

/** Every claim of a problem that its parts can check, true and false ones. */
export function problemWitnesses(skill: PartedSkill, question: string): Witness[] {
  return decompositions[skill].claims(wordsOf(question)).map(({ at, checks, proves }) => ({
    at,
    checks: checks.map(({ part, answer }) => ({
      question: `${bodyOf(question, part)} ?`,
      answer,
    })),
    truth: checks.every(({ part, answer }) => holds(part) === (answer === "yes")),
    proves,
  }));
}

const wordsOf = (question: string): string[] => question.split(" ").slice(0, -1);

const bodyOf = (question: string, part: string): string =>
  `${wordsOf(question).join(" ")} : ${part}`;
