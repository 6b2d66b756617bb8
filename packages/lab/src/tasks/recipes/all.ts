// Every task recipe, by name: the one place that lists them.

import { anliR2 } from "./anli_r2.js";
import { arcEasy } from "./arc_easy.js";
import { boolq } from "./boolq.js";
import { chess } from "./chess.js";
import { citiesStatements } from "./cities.js";
import { cola } from "./cola.js";
import { commonClaim } from "./common_claim.js";
import { dream } from "./dream.js";
import { ethicsDeontology } from "./ethics_deontology.js";
import { ethicsJustice } from "./ethics_justice.js";
import { ethicsUtilitarianism } from "./ethics_utilitarianism.js";
import { gsm8kSolutions } from "./gsm8k_solutions.js";
import { hellaswag } from "./hellaswag.js";
import { hhHarmless } from "./hh-harmless.js";
import { mctaco } from "./mctaco.js";
import { mmlu } from "./mmlu.js";
import { multirc } from "./multirc.js";
import { openbookqa } from "./openbookqa.js";
import { piqa } from "./piqa.js";
import { quail } from "./quail.js";
import { socialIqa } from "./social_iqa.js";
import { sst2 } from "./sst2.js";
import { subj } from "./subj.js";
import type { TaskRecipe } from "./task-recipe.js";
import { trueFalse } from "./true_false.js";
import { truthfulqa } from "./truthfulqa.js";
import { tweetevalHate } from "./tweeteval_hate.js";
import { wic } from "./wic.js";

/** The recipes by their names. */
export const taskRecipes = {
  anli_r2: anliR2,
  arc_easy: arcEasy,
  boolq,
  chess,
  cities: citiesStatements,
  cola,
  common_claim: commonClaim,
  dream,
  ethics_deontology: ethicsDeontology,
  ethics_justice: ethicsJustice,
  ethics_utilitarianism: ethicsUtilitarianism,
  gsm8k_solutions: gsm8kSolutions,
  hellaswag,
  "hh-harmless": hhHarmless,
  mctaco,
  mmlu,
  multirc,
  openbookqa,
  piqa,
  quail,
  social_iqa: socialIqa,
  sst2,
  subj,
  true_false: trueFalse,
  truthfulqa,
  tweeteval_hate: tweetevalHate,
  wic,
} as const satisfies Readonly<Record<string, TaskRecipe>>;
