// Where tasks get their questions: none that pretraining shows, none twice.

import { InputError } from "@w2s/base";
import { random } from "@w2s/lab";
import { oneOf } from "./draw.js";
import { heldOut } from "./held-out.js";
import type { Problem } from "./problem.js";
import { type SkillName, skills } from "./skills/index.js";

/** A problem that tasks may ask, and what it is about. */
export interface Asked extends Problem {
  readonly skill: SkillName;
  readonly difficulty: number;
}

export interface QuestionOptions {
  /** What messages are about. */
  readonly name: string;
  /** Which draws: those of one purpose and seed are the same; default: the name. */
  readonly drawn?: string;
  readonly seed: number;
  readonly skills: readonly SkillName[];
  /** Easiest and hardest difficulty; a skill that has less gives what it has. */
  readonly difficulty: readonly [easiest: number, hardest: number];
}

// A difficulty whose questions are this hard to find anew is used up.
const MOST_DRAWS = 2000;

/**
 * A source of different problems: each skill equally often, and each of its difficulties, until
 * their questions are used up. The function gives the next problem that `accept` takes. Throws
 * InputError when there are no more.
 */
export function questions(
  options: QuestionOptions,
): (accept?: (problem: Problem) => boolean) => Asked {
  const { name, seed, difficulty, drawn = name } = options;
  const stream = random(seed, `world/task/${drawn}`);
  const seen = new Set<string>();
  const left = options.skills
    .map((skill) => ({ skill, levels: levelsOf(skill, difficulty) }))
    .filter(({ levels }) => levels.length > 0);

  return (accept = () => true) => {
    while (left.length > 0) {
      const place = oneOf(stream, left);
      const level = oneOf(stream, place.levels);
      for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
        const problem = skills[place.skill].sample(stream, level);
        const { question } = problem;
        if (!accept(problem) || seen.has(question) || !heldOut(question)) continue;
        seen.add(question);
        return { ...problem, skill: place.skill, difficulty: level };
      }
      place.levels.splice(place.levels.indexOf(level), 1);
      if (place.levels.length === 0) left.splice(left.indexOf(place), 1);
    }
    throw new InputError(
      `world task "${name}": has ${seen.size} questions of difficulty ` +
        `${difficulty.join(" to ")}; ask for fewer examples, or others`,
    );
  };
}

function levelsOf(skill: SkillName, [easiest, hardest]: readonly [number, number]): number[] {
  const last = Math.min(hardest, skills[skill].levels);
  return easiest > last
    ? []
    : Array.from({ length: last - easiest + 1 }, (_, index) => easiest + index);
}
