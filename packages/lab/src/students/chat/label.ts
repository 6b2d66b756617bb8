// What a chat model says of one example: probabilities of its options, over orders and draws.

import { InputError, shownValue } from "@w2s/base";
import { type Asker, type ChoiceQuestion, chosen, type Served } from "../../chat/index.js";
import { answersOf, type ChatQuestion, type ChatShot, chatOf, optionAt } from "./question.js";
import type { Asking } from "./recipe.js";

/** What is asked of whom. */
export interface Labelling {
  readonly by: Served;
  readonly asking: Asking;
  readonly shots: readonly ChatShot[];
  readonly seed: number;
}

/** What was said of an example, and how often it was none of its options. */
export interface SaidOnce {
  readonly probabilities: readonly number[];
  readonly nonsense: number;
}

/** What an example is asked at first: a question an order and draw. */
export function questionsOf(
  { asking, shots, seed }: Omit<Labelling, "by">,
  asked: ChatQuestion,
): { readonly order: number; readonly question: ChoiceQuestion }[] {
  const { orders, samples, temperature, answerTokens, constrain, logprobs } = asking;
  const hasLogprobs = logprobs !== "none" && constrain !== "json";
  return Array.from({ length: orders * samples }, (_, i) => {
    const order = Math.floor(i / samples);
    const question = {
      messages: chatOf(asking, shots, asked, order),
      maxTokens: answerTokens,
      temperature,
      ...(temperature > 0 && { draw: seed * samples + (i % samples) }),
      alternatives: hasLogprobs ? asking.alternatives : 0,
      choices: answersOf(asking, asked, order),
      ...(constrain && { constrain }),
    };
    return { order, question };
  });
}

/**
 * Asks about one example.
 * @throws InputError where the model never says an option and that is refused; as `chosen`
 */
export async function labelOf(
  asker: Asker,
  { by, ...labelling }: Labelling,
  asked: ChatQuestion,
): Promise<SaidOnce> {
  const { asking } = labelling;
  const options = asked.names.length;
  const total = new Array<number>(options).fill(0);
  const questions = questionsOf(labelling, asked);
  let nonsense = 0;
  for (const { order, question } of questions) {
    const said = await chosen(asker, by, question, asking);
    if (!said) {
      nonsense += 1;
      refuseNonsense(asking, by, question, asked);
    }
    for (let place = 0; place < options; place++) {
      total[optionAt(place, order, options)]! += said?.[place] ?? 1 / options;
    }
  }
  return { probabilities: total.map((sum) => sum / questions.length), nonsense };
}

function refuseNonsense(
  { nonsense, again }: Asking,
  by: Served,
  { choices }: ChoiceQuestion,
  { texts }: ChatQuestion,
) {
  if (nonsense === "uniform") return;
  throw new InputError(
    `chat: ${by.name} answers ${shownValue(texts.join(" "))} with none of ` +
      `${choices.join(", ")}, in ${again + 1} attempts; ` +
      "ask otherwise, constrain it, give one that thinks aloud more answerTokens, or " +
      'count such answers with nonsense "uniform"',
  );
}
