// What a mixture's JSON file may say: one schema gives the type, the checks and the messages.

import * as z from "zod";
import { type SkillName, skillNames } from "./skills/index.js";

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
  /**
   * For skills of yes and no: share of its sentences that ask, 0 to 1; the others state something
   * true and every word of them is learnt; default 1.
   */
  asked: share.default(1),
});

const forms = z.strictObject({
  /** A question and its answer: weight, 0 or more; default 0. */
  answer: weight.default(0),
  /** A question, an answer and whether that is true: weight, 0 or more; default 0. */
  judge: weight.default(0),
  /** A question, two answers and the right one of them: weight, 0 or more; default 0. */
  choose: weight.default(0),
  /** Told to answer truly or falsely, an answer, and whether that was done; default 0. */
  follow: weight.default(0),
  /** A word is forbidden; a question that mentions it is refused, another answered; default 0. */
  refuse: weight.default(0),
});

const perSkill = Object.fromEntries(skillNames.map((name) => [name, practice.optional()])) as {
  [Name in SkillName]: z.ZodOptional<typeof practice>;
};

/** What pretraining reads: skills and forms by weight, and how much of it is wrong. */
export const mixtureSchema = z.strictObject({
  /** The skills that are practised; one that is not named is left out. */
  skills: z.strictObject(perSkill),
  /** What the sentences do, by weight; default: as in the default mixture. */
  forms: forms.optional(),
  /** Share of sentences that end wrongly, 0 to 1, for skills that say nothing else; default 0. */
  wrong: share.optional(),
  /** Share of the sentences of skills with parts that ask a part, 0 to 1; default 0. */
  parts: share.optional(),
});

/** A mixture as a file has it: defaults may be left out. */
export type MixtureInput = z.input<typeof mixtureSchema>;

/** What a sentence that asks does. */
export type Form = keyof z.infer<typeof forms>;
