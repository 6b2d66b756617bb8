// Two debaters over a problem of the world, for people to read: each option has one who points to
// claims that would prove it, true ones where there are any. Whether a claim holds is for the
// reader to find out.

import { type Example, random, type TaskExamples } from "@w2s/lab";
import { type PartedSkill, partedSkills, problemWitnesses, type Witness } from "@w2s/world";

/** A debater's turn. */
export interface DebateTurn {
  readonly who: string;
  readonly option: number;
  readonly text: string;
}

/** Claims that a side makes at most. */
const most = 2;

/** The debate about an example; undefined: it is no problem whose claims can be checked. */
export function worldDebate(
  { id, inputs, group, facts }: Example,
  { optionNames }: Pick<TaskExamples, "optionNames">,
): DebateTurn[] | undefined {
  const skill = partedSkills.find((name) => name === facts?.skill);
  if (skill === undefined || inputs.length !== 1) return undefined;
  const witnesses = claimsOf(skill, group);
  if (witnesses === undefined) return undefined;
  const answer = inputs[0]!.slice(group.length).trim();
  const stream = random(0, `label/debate/${id}`);
  const sides = optionNames.map((name, option) => {
    const own = stream.shuffle(
      witnesses.filter(({ proves }) => optionOf(proves, answer, optionNames) === option),
    );
    const shown = own.sort((a, b) => Number(b.truth) - Number(a.truth)).slice(0, most);
    const texts = shown.map(textOf);
    return texts.length > 0 ? texts : [`I know no claim that proves "${name}".`];
  });
  return Array.from({ length: most }, (_, turn) => turn).flatMap((turn) =>
    sides.flatMap((texts, option) =>
      texts[turn] === undefined ? [] : [{ who: who(option), option, text: texts[turn]! }],
    ),
  );
}

const who = (option: number): string => `debater ${String.fromCharCode(65 + option)}`;

/** None where the group is no question of the skill. */
function claimsOf(skill: PartedSkill, question: string): Witness[] | undefined {
  return /[?=]$/.test(question) ? problemWitnesses(skill, question) : undefined;
}

/** The option that a proof of `proves` speaks for: itself, or whether it is the answer judged. */
function optionOf(proves: string, answer: string, names: readonly string[]): number {
  return names.includes(proves) ? names.indexOf(proves) : names.indexOf(String(answer === proves));
}

/** "places 2, 3: less 3 than 4 ? no". */
function textOf({ at, checks, proves }: Witness): string {
  const places = `place${at.length === 1 ? "" : "s"} ${at.map((place) => place + 1).join(", ")}`;
  const parts = checks.map(({ question, answer }) => {
    const part = question.slice(question.lastIndexOf(" : ") + 3);
    return `${part} ${answer}`;
  });
  return `${places}: ${parts.join("; ")}. So: ${proves}`;
}
