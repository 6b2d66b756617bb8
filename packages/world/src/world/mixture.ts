// What a model of the world is pretrained on: which skills, how often, how hard, how truthfully. A
// JSON file.

import { checkOptions, InputError, readJson } from "@w2s/base";
import { z } from "zod";
import { defaultMixture } from "./default-mixture.js";
import { type Form, mixtureSchema } from "./mixture-schema.js";
import { formsOf } from "./posed.js";
import { type SkillName, skillNames, skills } from "./skills/index.js";

/** How one skill is practised. */
export interface Practice {
  readonly weight: number;
  readonly difficulty: readonly [easiest: number, hardest: number];
  readonly wrong: number;
  readonly shuffled: boolean;
  readonly asked: number;
}

/** A mixture with nothing left to default. */
export interface Mixture {
  /** Those of weight above 0. */
  readonly skills: { readonly [Name in SkillName]?: Practice };
  readonly forms: { readonly [F in Form]: number };
  /** Share of sentences that ask a part, where there are parts. */
  readonly parts: number;
}

/**
 * Checks a mixture and fills in its defaults.
 * @param subject what messages are about: the file
 * @throws InputError for an unknown skill or option (with the near miss), a value out of range, and
 * for a mixture in which nothing has weight
 */
export function parseMixture(value: unknown, subject = "mixture"): Mixture {
  const given = checkOptions(mixtureSchema, value, subject);
  const entries = skillNames.flatMap((name) => {
    const asked = given.skills[name];
    if (asked === undefined || asked.weight === 0) return [];
    const {
      weight,
      shuffled,
      asked: share,
      difficulty = [1, skills[name].levels] as const,
      wrong = given.wrong ?? 0,
    } = asked;
    checkDifficulty(name, difficulty, `${subject}: "skills.${name}.difficulty"`);
    checkAsked(name, asked, `${subject}: "skills.${name}`);
    return [[name, { weight, difficulty, wrong, shuffled, asked: share }] as const];
  });
  if (entries.length === 0)
    throw new InputError(`${subject}: "skills" must have one with weight above 0, got none`);
  const forms = { ...noForms, ...(given.forms ?? defaultMixture.forms) };
  if (Object.values(forms).every((weight) => weight === 0))
    throw new InputError(`${subject}: "forms" must have one with weight above 0, got none`);
  const unasked = entries.find(([name]) => formsOf(name).every((form) => forms[form] === 0));
  if (unasked !== undefined) {
    throw new InputError(
      `${subject}: "forms" must have one that fits "${unasked[0]}", got only ` +
        "follow and refuse; give answer, judge or choose a weight",
    );
  }
  return { skills: Object.fromEntries(entries), forms, parts: given.parts ?? 0 };
}

const noForms = { answer: 0, judge: 0, choose: 0, follow: 0, refuse: 0 };

/** @throws InputError when the file cannot be read or is no JSON, and as `parseMixture` */
export function readMixture(path: string): Mixture {
  return parseMixture(readJson(path, z.unknown()), path);
}

/**
 * @throws InputError for difficulties that the skill does not have, or a range that runs backwards
 */
function checkDifficulty(
  name: SkillName,
  [easiest, hardest]: readonly [number, number],
  subject: string,
): void {
  const { levels } = skills[name];
  if (easiest >= 1 && easiest <= hardest && hardest <= levels) return;
  throw new InputError(
    `${subject} must run upwards within 1 to ${levels}, got ${easiest} to ${hardest}`,
  );
}

/** @throws InputError for a share that asks where nothing else can be said */
function checkAsked(
  name: SkillName,
  { asked, shuffled }: { readonly asked: number; readonly shuffled: boolean },
  subject: string,
): void {
  if (asked === 1) return;
  if (!skills[name].yesNo) {
    throw new InputError(
      `${subject}.asked" must be 1, got ${asked}: only skills of yes and no have statements`,
    );
  }
  if (shuffled) {
    throw new InputError(
      `${subject}.asked" must be 1 where answers are shuffled, got ${asked}: statements are true`,
    );
  }
}
