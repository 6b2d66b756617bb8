// All skills by name. A new one is a file here, a line below, its words in vocabulary.ts and its
// oracle in the tests.

import type { Skill } from "../problem.js";
import { add } from "./add.js";
import { brackets } from "./brackets.js";
import { compare } from "./compare.js";
import { containment } from "./containment.js";
import { instruction } from "./instruction.js";
import { majority } from "./majority.js";
import { maximum } from "./maximum.js";
import { order } from "./order.js";
import { outsider } from "./outsider.js";
import { palindrome } from "./palindrome.js";
import { parity } from "./parity.js";
import { programs } from "./programs.js";
import { rule } from "./rule.js";
import { sorted } from "./sorted.js";

/** What the world's sentences are about. */
export type SkillName =
  | "compare"
  | "add"
  | "sorted"
  | "brackets"
  | "majority"
  | "palindrome"
  | "parity"
  | "maximum"
  | "containment"
  | "order"
  | "instruction"
  | "outsider"
  | "rule"
  | "programs";

/** Every skill by its name: its questions, answers and difficulties. */
export const skills: { readonly [Name in SkillName]: Skill } = Object.freeze({
  compare,
  add,
  sorted,
  brackets,
  majority,
  palindrome,
  parity,
  maximum,
  containment,
  order,
  instruction,
  outsider,
  rule,
  programs,
});

/** In the order of the table above, which fixes what a seed draws. */
export const skillNames: readonly SkillName[] = Object.freeze(Object.keys(skills) as SkillName[]);
