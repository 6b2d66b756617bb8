// How the examples of the world's tasks come apart: by the parts and witnesses of their problems,
// for oversight.

import type { ApartOptions, TakeApart } from "@w2s/lab";
import { type HalvedSkill, halvedSkills, halvesOf } from "./parts/halves.js";
import { combineParts, hasParts, problemParts, problemWitnesses } from "./parts/index.js";
import type { SkillName } from "./skills/index.js";

/** What an answer to the problem makes of an example: an option, or -1 for none. */
type OptionOf = (answer: string, inputs: readonly string[], question: string) => number;

/** Of a task's rows, by what their answers mean; undefined for skills without parts. */
function takenApart(meaning: string, optionOf: OptionOf): TakeApart {
  return ({ skill: name, group }, { inputs }): ApartOptions | undefined => {
    const skill = name as SkillName;
    const question = String(group);
    // A text that says more than the question asks something else of it.
    if (!hasParts(skill) || !inputs.every((text) => text.startsWith(question))) return undefined;
    const parts = problemParts(skill, question);
    const places = new Map(parts.map((part, at) => [part.question, at]));
    const option = (answer: string) => optionOf(answer, inputs, question);
    return {
      parts: parts.map((part) => ({ text: part.question, label: part.right === "yes" ? 1 : 0 })),
      combine: (answers: ArrayLike<number>) =>
        option(
          combineParts(skill, question, (part) =>
            answers[places.get(part)!] === 1 ? "yes" : "no",
          ),
        ),
      combiner: `world ${skill} ${meaning} 1`,
      claims: problemWitnesses(skill, question).flatMap(({ checks, proves }) => {
        const proven = option(proves);
        if (proven < 0) return [];
        return [
          {
            text: checks.map((check) => `${atomOf(check.question)} ${check.answer}`).join(" , "),
            checks: checks.map((check): [number, number] => [
              places.get(check.question)!,
              check.answer === "yes" ? 1 : 0,
            ]),
            proves: proven,
          },
        ];
      }),
    };
  };
}

/**
 * In halves, those in halves, down to the smallest questions of the skill, and these into their
 * parts where they have any. The text is the question alone.
 */
export const inHalves: TakeApart = ({ skill: name, group }, { label }) => {
  const skill = halvedSkills.find((one) => one === name);
  const question = String(group);
  return skill && (halved(skill, question) ?? itself(question, label));
};

/** The smallest question of a skill without parts is asked as it is. */
const itself = (text: string, label: number): ApartOptions => ({
  parts: [{ text, label }],
  combine: "all",
});

function halved(skill: HalvedSkill, question: string): ApartOptions | undefined {
  const cut = halvesOf(skill, question);
  if (!cut) return byYes({ skill, group: question }, { id: "", inputs: [question], label: 0 });
  return {
    parts: cut.halves.map((half) => ({
      text: half.question,
      label: half.right === "yes" ? 1 : 0,
      apart: () => halved(skill, half.question),
    })),
    combine: (answers: ArrayLike<number>) => Number(cut.both(answers[0] === 1, answers[1] === 1)),
    combiner: `world ${skill} halves 1`,
  };
}

/** What a part asks, without its problem and its mark. */
const atomOf = (part: string): string => part.slice(part.lastIndexOf(" : ") + 3, -2);

/** Yes is option 1. */
export const byYes = takenApart("yes", (answer) => Number(answer === "yes"));

/** Option 1 when the answer is the one that the text says. */
export const bySaid = takenApart("said", (answer, [text], question) =>
  Number(text === `${question} ${answer}`),
);

/** Refusing is option 1. */
export const byRefusal = takenApart("refuse", (answer) => Number(answer === "refuse"));

/** The option of the text that says the answer. */
export const byText = takenApart("text", (answer, inputs, question) =>
  inputs.indexOf(`${question} ${answer}`),
);
