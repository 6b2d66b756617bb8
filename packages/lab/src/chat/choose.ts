// One of some answers, asked for until it is said.

import { InputError } from "@w2s/base";
import type { Asker } from "./answer-step.js";
import { saidOf } from "./choice.js";
import type { Served } from "./served.js";
import type { Question } from "./service.js";

/** A question with the answers that there are. */
export interface ChoiceQuestion extends Question {
  readonly choices: readonly string[];
}

/**
 * Probabilities `[choices]` of what a model says. Who says none of the choices is told by example
 * how to answer, up to `again` times.
 * @returns undefined where it never says one
 * @throws InputError where log-probabilities are required and the server gives none; as `Asker.ask`
 */
export async function chosen(
  asker: Asker,
  by: Served,
  question: ChoiceQuestion,
  { again, logprobs }: { readonly again: number; readonly logprobs: string },
): Promise<number[] | undefined> {
  let messages = question.messages;
  for (let attempt = 0; attempt <= again; attempt++) {
    const answer = await asker.ask(by, { ...question, messages });
    if (logprobs === "required" && answer.places.length === 0) {
      throw new InputError(
        `chat: ${by.name} gives no log-probabilities; ask with logprobs "given", which takes ` +
          "what it says as certain",
      );
    }
    const said = saidOf(answer, question.choices);
    if (said) return said;
    messages = [
      ...messages,
      { role: "assistant", text: answer.text },
      { role: "user", text: correction(question.choices) },
    ];
  }
  return undefined;
}

function correction(choices: readonly string[]): string {
  return `That is none of the answers. ${howToAnswer(choices)} For example: ${choices[0]!}`;
}

/** "Answer with one letter alone: A or B." */
export function howToAnswer(choices: readonly string[]): string {
  const listed = `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)!}`;
  const isLetters = choices.every((choice) => choice.length === 1);
  return `Answer with one ${isLetters ? "letter" : "of these"} alone: ${listed}.`;
}
