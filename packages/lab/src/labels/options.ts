// Free answers as a choice, for scores: every row has options of its own, the right answer and what
// anybody said in its place. So accuracy, agreement and copied errors are those of any choice.

import { ndarray } from "@w2s/grad";
import { hashOf, type Identified } from "../engine/index.js";
import { once } from "../once.js";
import { type AnswerForm, answerKey } from "../tasks/index.js";
import type { Labels } from "./labels.js";

/** What is right for some rows: all forms of each. */
export class RightAnswers implements Identified {
  readonly identity: string;
  private readonly keys: readonly ReadonlySet<string>[];

  constructor(
    readonly forms: readonly (readonly string[])[],
    readonly form: AnswerForm,
  ) {
    this.identity = hashOf([[JSON.stringify([forms, form])]]);
    this.keys = forms.map((right) => new Set(right.map((answer) => answerKey(answer, form))));
  }

  /** What is said of rows, each answer by what it is known by. */
  keysOf({ answers = [] }: Pick<Labels, "answers">): string[] {
    return answers.map((answer) => answerKey(answer, this.form));
  }

  /** Whether what is said of the i-th row, known by its key, is right. */
  has(i: number, key: string): boolean {
    return this.keys[i]!.has(key);
  }
}

/** The options of some rows, as they become known by what is said of them. */
export class AnswerOptions {
  private readonly wrong: readonly Map<string, number>[];

  /** @param most wrong answers that are told apart; of more, the later ones are one option */
  constructor(
    private readonly right: RightAnswers,
    private readonly most: number,
  ) {
    this.wrong = right.forms.map(() => new Map());
  }

  /** One's answers to these rows, in their order: `[rows, most + 1]`; option 0 is the right one. */
  chosen({ rows, answers }: Labels): Labels {
    const options = this.most + 1;
    const data = new Float32Array(rows.length * options);
    rows.forEach((_, i) => {
      data[i * options + this.optionOf(i, answers![i]!)] = 1;
    });
    return { rows, probabilities: ndarray(data, [rows.length, options]) };
  }

  private optionOf(i: number, answer: string): number {
    const key = answerKey(answer, this.right.form);
    if (this.right.has(i, key)) return 0;
    const known = this.wrong[i]!;
    return once(known, key, () => Math.min(known.size + 1, this.most));
  }
}
