// What a model of the world is pretrained on: which skills, how often, how hard, how truthfully. A
// JSON file.

import { readFileSync } from "node:fs";
import { InputError } from "@w2s/grad";
import * as z from "zod";
import { checkOptions } from "../tasks/check-options.js";
import { defaultMixture } from "./default-mixture.js";
import { type SkillName, skillNames, skills } from "./skills/index.js";

const weight = z.number().min(0);
const share = z.number().min(0).max(1);

const practice = z.strictObject({
  /** How often, relative to the other skills: 0 or more; default 1. */
  weight: weight.default(1),
  /**
   * Easiest and hardest difficulty, every one between them equally often; default: all that the
   * skill has.
   */
  difficulty: z.tuple([z.int().min(1), z.int().min(1)]).optional(),
  /** Share of sentences that end wrongly, 0 to 1; default: the mixture's. */
  wrong: share.optional(),
  /**
   * Give every question the answers of another: the form is taught, the skill is not; default
   * false.
   */
  shuffled: z.boolean().default(false),
});

const forms = z.strictObject({
  /** A question and its answer: weight, 0 or more; default 0. */
  answer: weight.default(0),
  /** A question, an answer and whether that is true: weight, 0 or more; default 0. */
  judge: weight.default(0),
  /** A question, two answers and the right one of them: weight, 0 or more; default 0. */
  choose: weight.default(0),
});

const perSkill = Object.fromEntries(skillNames.map((name) => [name, practice.optional()])) as {
  [Name in SkillName]: z.ZodOptional<typeof practice>;
};

export const mixtureSchema = z.strictObject({
  /** The skills that are practised; one that is not named is left out. */
  skills: z.strictObject(perSkill),
  /** What the sentences do, by weight; default: as in the default mixture. */
  forms: forms.optional(),
  /** Share of sentences that end wrongly, 0 to 1, for skills that say nothing else; default 0. */
  wrong: share.optional(),
});

/** A mixture as a file has it: defaults may be left out. */
export type MixtureInput = z.input<typeof mixtureSchema>;

/** How one skill is practised. */
export interface Practice {
  readonly weight: number;
  readonly difficulty: readonly [easiest: number, hardest: number];
  readonly wrong: number;
  readonly shuffled: boolean;
}

export type Form = keyof z.infer<typeof forms>;

/** A mixture with nothing left to default. */
export interface Mixture {
  /** Those of weight above 0. */
  readonly skills: { readonly [Name in SkillName]?: Practice };
  readonly forms: { readonly [F in Form]: number };
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
      difficulty = [1, skills[name].levels] as const,
      wrong = given.wrong ?? 0,
    } = asked;
    checkDifficulty(name, difficulty, `${subject}: "skills.${name}.difficulty"`);
    return [[name, { weight, difficulty, wrong, shuffled }] as const];
  });
  if (entries.length === 0)
    throw new InputError(`${subject}: "skills" must have one with weight above 0, got none`);
  const forms = given.forms ?? defaultMixture.forms;
  if (Object.values(forms).every((weight) => weight === 0))
    throw new InputError(`${subject}: "forms" must have one with weight above 0, got none`);
  return { skills: Object.fromEntries(entries), forms };
}

/** @throws InputError when the file cannot be read or is no JSON, and as `parseMixture` */
export function readMixture(path: string): Mixture {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new InputError(`${path}: cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    return parseMixture(JSON.parse(text), path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${path}: must be JSON: ${(cause as Error).message}`, { cause });
  }
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
