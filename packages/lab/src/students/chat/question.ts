// A task's example as a question in a chat: its text, what is asked, the options by letters or
// words, and how to answer.

import { howToAnswer, letters, type Message } from "../../chat/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import type { Asking } from "./recipe.js";

/** What is asked about: a text and what its options are called, or texts of which one is right. */
export interface ChatQuestion {
  readonly shape: ChoiceShape;
  /** One text, or one an option. */
  readonly texts: readonly string[];
  /** What each option is called, [K]; of texts that are compared, not shown. */
  readonly names: readonly string[];
  /** What others said of it, which is read before the question; absent: nothing. */
  readonly argued?: string;
}

/** A labelled example of the context. */
export interface ChatShot {
  readonly asked: ChatQuestion;
  readonly option: number;
}

/** The answers that there are, in the order in which they are put: `answers[place]`. */
export function answersOf({ answers }: Asking, { names }: ChatQuestion, order: number): string[] {
  return answers === "word" ? turned(names, order) : letters.slice(0, names.length);
}

/** Which option stands at a place, where the options were turned `order` times. */
export const optionAt = (place: number, order: number, options: number): number =>
  (place + order) % options;

/** The whole chat up to the answer that is asked for. */
export function chatOf(
  asking: Asking,
  shots: readonly ChatShot[],
  asked: ChatQuestion,
  order: number,
): Message[] {
  const { system } = asking;
  const before: Message[] = system === undefined ? [] : [{ role: "system", text: system }];
  const shown = shots.flatMap((shot): Message[] => {
    const options = shot.asked.names.length;
    const place = (shot.option - (order % options) + options) % options;
    const answer = answersOf(asking, shot.asked, order)[place]!;
    return [
      { role: "user", text: questionText(asking, shot.asked, order) },
      { role: "assistant", text: answer },
    ];
  });
  return [...before, ...shown, { role: "user", text: questionText(asking, asked, order) }];
}

function questionText(asking: Asking, asked: ChatQuestion, order: number): string {
  const answers = answersOf(asking, asked, order);
  const { before, options } = shownParts(asked);
  const listed = turned(options, order).map((option, place) =>
    asking.answers === "word" ? `- ${option}` : `${answers[place]!}) ${option}`,
  );
  const { argued = "" } = asked;
  const parts = [before, argued, asking.question, listed.join("\n"), howToAnswer(answers)];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** What is shown once, and what is shown an option: texts that are compared share their lines. */
export function shownParts({ shape, texts, names }: ChatQuestion): {
  readonly before: string;
  readonly options: readonly string[];
} {
  if (shape === "classify") return { before: texts[0]!, options: names };
  const shared = sharedLines(texts);
  return {
    before: texts[0]!.slice(0, shared).trimEnd(),
    options: texts.map((text) => text.slice(shared).trim()),
  };
}

/** Characters of the whole lines that all texts begin with, and after which each goes on. */
function sharedLines(texts: readonly string[]): number {
  const [first, ...others] = texts as [string, ...string[]];
  let same = 0;
  while (same < first.length && others.every((text) => text[same] === first[same])) same += 1;
  const shared = first.lastIndexOf("\n", same - 1) + 1;
  return texts.every((text) => text.slice(shared).trim() !== "") ? shared : 0;
}

function turned<T>(items: readonly T[], order: number): T[] {
  return items.map((_, place) => items[optionAt(place, order, items.length)]!);
}
