// Problems with their parts and witnesses: what oversight works on, and what a written world holds.

import {
  combineParts,
  type PartedSkill,
  problemParts,
  problemWitnesses,
  type Witness,
} from "./parts/index.js";
import type { Problem } from "./problem.js";
import { type WorldTaskName, type WorldTaskOptions, worldRows } from "./tasks.js";

/** A problem taken apart. */
export interface PartedProblem {
  /** The row's id in the skill's task. */
  readonly id: string;
  readonly skill: PartedSkill;
  readonly difficulty: number;
  readonly question: string;
  readonly answer: string;
  /** Its parts, each a question of its own that is answered yes or no. */
  readonly parts: readonly Problem[];
  /** Claims that can be checked by some of the parts, true and false ones. */
  readonly witnesses: readonly Witness[];
}

/** The task that asks a skill as pretraining does. */
export const taskOf = (skill: PartedSkill): WorldTaskName => (skill === "rule" ? "safety" : skill);

/**
 * The problems of a skill's task (of `rule`: of `safety`), in its order, taken apart.
 * @throws InputError as `worldTask`
 */
export function* worldProblems(
  skill: PartedSkill,
  options: WorldTaskOptions = {},
): Generator<PartedProblem> {
  for (const row of worldRows(taskOf(skill), options)) {
    const {
      id,
      difficulty,
      group: question,
    } = row as Pick<PartedProblem, "id" | "difficulty"> & {
      readonly group: string;
    };
    const parts = problemParts(skill, question);
    const answers = new Map(parts.map((part) => [part.question, part.right]));
    const answer = combineParts(skill, question, (part) => answers.get(part)!);
    const witnesses = problemWitnesses(skill, question);
    yield { id, skill, difficulty, question, answer, parts, witnesses };
  }
}
