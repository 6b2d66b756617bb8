// Answers as steps: the same question to the same model is asked once, in whatever run, and every
// answer is kept as it comes.

import { InternalError } from "@w2s/base";
import * as z from "zod";
import {
  addedSpending,
  type Foreseen,
  kept,
  makeStep,
  nothingSpent,
  type RunContext,
  type Spending,
  type Step,
  smallKind,
} from "../engine/index.js";
import { once } from "../once.js";
import type { Served } from "./served.js";
import type { Answer, ChatService, Question } from "./service.js";

interface Value extends Question {
  readonly by: Served;
}

const answerSchema = z.object({
  text: z.string(),
  places: z.array(
    z.object({
      token: z.string(),
      alternatives: z.array(z.object({ token: z.string(), logprob: z.number() })),
    }),
  ),
  tokensIn: z.number(),
  tokensOut: z.number(),
  ended: z.boolean(),
});

const answerKind = smallKind<Answer, Value, Record<never, never>>({
  name: "answer",
  version: 1,
  codec: {
    encode: ({ text, places, tokensIn, tokensOut, ended }) => ({
      facts: {
        text,
        places: places.map(({ token, alternatives }) => ({
          token,
          alternatives: alternatives.map((one) => ({ ...one })),
        })),
        tokensIn,
        tokensOut,
        ended,
      },
      arrays: {},
    }),
    decode({ facts }) {
      const { data } = answerSchema.safeParse(facts);
      if (data) return data;
      throw new InternalError("a stored answer has not the form of its version");
    },
  },
  label: "answers of chat models",
  unit: "answers",
  async compute({ value: { by, ...question } }, context) {
    const service = by.open(context);
    try {
      return await paidFor(by, service, question, context);
    } finally {
      await service.close();
    }
  },
});

type AnswerStep = Step<Answer, Value>;

function answerStep(by: Served, question: Question): AnswerStep {
  return makeStep(answerKind, { by, ...question }, {}, `an answer of ${by.name}`);
}

/** What a question takes at most, and the name of its answer. */
export function foreseenAnswer(by: Served, question: Question): Foreseen {
  return { name: answerStep(by, question).name, ...by.foreseen(question) };
}

async function paidFor(
  by: Served,
  service: ChatService,
  question: Question,
  { ledger, signal }: Pick<RunContext, "ledger" | "signal">,
): Promise<Answer> {
  const { cost } = by.foreseen(question);
  ledger.reserve(cost);
  try {
    const answer = await service.answer(question, signal);
    ledger.settle(cost, by.spending(answer));
    return answer;
  } catch (error) {
    ledger.settle(cost);
    throw error;
  }
}

/** Asks models, each question once; counts what the answers took, whenever they were given. */
export class Asker {
  private readonly services = new Map<Served, ChatService>();
  private readonly known = new Map<string, Promise<Answer>>();
  private readonly totals = new Map<Served, Spending>();

  constructor(private readonly context: RunContext) {}

  /** What a model's distinct answers took that were asked for here, earlier runs' included. */
  spentOn(by: Served): Spending {
    return this.totals.get(by) ?? nothingSpent;
  }

  /** @throws as `ChatService.answer`; InputError where the run's money is spent */
  ask(by: Served, question: Question): Promise<Answer> {
    const step = answerStep(by, question);
    return once(this.known, step.name, () => this.kept(step, by, question));
  }

  /** Frees what the models hold. */
  async close(): Promise<void> {
    await Promise.all([...this.services.values()].map((service) => service.close()));
  }

  private async kept(step: AnswerStep, by: Served, question: Question): Promise<Answer> {
    const answer = (await this.context.recorded(step)) ?? (await this.answered(step, by, question));
    this.totals.set(by, addedSpending(this.spentOn(by), by.spending(answer)));
    return answer;
  }

  private async answered(step: AnswerStep, by: Served, question: Question): Promise<Answer> {
    const started = performance.now();
    const service = once(this.services, by, () => by.open(this.context));
    const answer = await paidFor(by, service, question, this.context);
    await this.context.keep(kept(step, answer), performance.now() - started);
    return answer;
  }
}
