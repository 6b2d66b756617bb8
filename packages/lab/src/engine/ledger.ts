// What a run asks of services that count, or cost: questions, tokens and money, and a bound on the
// money. One ledger a run.

import { InputError, money } from "@w2s/base";

/** What was asked of services. */
export interface Spending {
  readonly questions: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Money, in the unit of the prices that were given; 0 where none were. */
  readonly cost: number;
}

/** A question that a step may ask, and what it takes at most. */
export interface Foreseen extends Spending {
  /** The step that its answer is: one that is there is not asked again. */
  readonly name: string;
}

export const nothingSpent: Spending = { questions: 0, tokensIn: 0, tokensOut: 0, cost: 0 };

/** Both together. */
export function addedSpending(one: Spending, other: Spending): Spending {
  return {
    questions: one.questions + other.questions,
    tokensIn: one.tokensIn + other.tokensIn,
    tokensOut: one.tokensOut + other.tokensOut,
    cost: one.cost + other.cost,
  };
}

/** Counts what a run asks, and stops it before it costs more than it may. */
export class Ledger {
  private total = nothingSpent;
  private aside = 0;

  /** @param most money that may be spent, in the unit of the prices; default: any */
  constructor(readonly most = Number.POSITIVE_INFINITY) {}

  /** What was asked so far. */
  get spent(): Spending {
    return this.total;
  }

  /**
   * Sets money aside for a question that is about to be asked.
   * @throws InputError where the run might then cost more than it may
   */
  reserve(cost: number): void {
    const { questions, cost: spent } = this.total;
    if (spent + this.aside + cost > this.most) {
      throw new InputError(
        `--max-cost: stopped at ${money(spent)} of ${money(this.most)}, after ` +
          `${questions} questions of this run; their answers are kept, and the same command ` +
          "with more goes on from there",
      );
    }
    this.aside += cost;
  }

  /** Takes back what was set aside; `paid`: what it came to, where it was answered. */
  settle(reserved: number, paid?: Spending): void {
    this.aside -= reserved;
    if (paid) this.total = addedSpending(this.total, paid);
  }
}
