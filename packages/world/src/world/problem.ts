// The nouns of the world: a skill poses problems, and a problem is a question with its one right
// answer.

import type { Random } from "@w2s/lab";

/**
 * A question with its answers. A statement is a question followed by one of them: true with the
 * right one, false with any other.
 */
export interface Problem {
  /** Ends with "?" when the answer is yes or no, else with "=": `sorted 1 4 3 ?`, `max 4 9 2 =`. */
  readonly question: string;
  readonly right: string;
  /** Wrong answers that one could believe, none equal to the right one; at least one. */
  readonly wrong: readonly string[];
}

/** One thing that a model of the world can learn to do. */
export interface Skill {
  /** What is asked, in words. */
  readonly asks: string;
  /**
   * What the difficulty counts, in words. It can be read off the question, and does not tell the
   * answer.
   */
  readonly difficulty: string;
  /** Difficulties are 1..levels. */
  readonly levels: number;
  /**
   * Whether the answer is yes or no; then each is right in half of the problems of every
   * difficulty.
   */
  readonly yesNo: boolean;
  /** A problem of the given difficulty. Everything random comes from `random`. */
  sample(random: Random, difficulty: number): Problem;
}

/** A yes/no problem. */
export function asked(question: string, truth: boolean): Problem {
  return { question: `${question} ?`, right: truth ? "yes" : "no", wrong: [truth ? "no" : "yes"] };
}

/** A problem whose answer is written out. */
export function solved(question: string, right: string, wrong: readonly string[]): Problem {
  return { question: `${question} =`, right, wrong };
}
