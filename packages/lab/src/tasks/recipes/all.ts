// Every task recipe, by name: the one place that lists them.

import { anliR2 } from "./anli_r2.js";
import { arcEasy } from "./arc_easy.js";
import { boolq } from "./boolq.js";
import { chess } from "./chess.js";
import { citiesStatements } from "./cities.js";
import { cola } from "./cola.js";
import { commonClaim } from "./common_claim.js";
import { cosmosQa } from "./cosmos_qa.js";
import { counterfact } from "./counterfact.js";
import { dream } from "./dream.js";
import { ethicsDeontology } from "./ethics_deontology.js";
import { ethicsJustice } from "./ethics_justice.js";
import { ethicsUtilitarianism } from "./ethics_utilitarianism.js";
import { ethicsVirtue } from "./ethics_virtue.js";
import { gsm8kSolutions } from "./gsm8k_solutions.js";
import { hellaswag } from "./hellaswag.js";
import { hhHarmless } from "./hh-harmless.js";
import { ifeval } from "./ifeval.js";
import { largerThan } from "./larger_than.js";
import { mctaco } from "./mctaco.js";
import { mmlu } from "./mmlu.js";
import { multirc } from "./multirc.js";
import { openaiModeration } from "./openai_moderation.js";
import { openbookqa } from "./openbookqa.js";
import { paws } from "./paws.js";
import { piqa } from "./piqa.js";
import { quail } from "./quail.js";
import { quartz } from "./quartz.js";
import { sciq } from "./sciq.js";
import { socialIqa } from "./social_iqa.js";
import { spanishWords } from "./sp_en_trans.js";
import { sst2 } from "./sst2.js";
import { subj } from "./subj.js";
import type { TaskRecipe } from "./task-recipe.js";
import { trueFalse } from "./true_false.js";
import { truthfulqa } from "./truthfulqa.js";
import { truthfulqaAnswers } from "./truthfulqa_answers.js";
import { tweetevalHate } from "./tweeteval_hate.js";
import { tweetevalSentiment } from "./tweeteval_sentiment.js";
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
  cosmos_qa: cosmosQa,
  counterfact,
  dream,
  ethics_deontology: ethicsDeontology,
  ethics_justice: ethicsJustice,
  ethics_utilitarianism: ethicsUtilitarianism,
  ethics_virtue: ethicsVirtue,
  gsm8k_solutions: gsm8kSolutions,
  hellaswag,
  "hh-harmless": hhHarmless,
  ifeval,
  larger_than: largerThan,
  mctaco,
  mmlu,
  multirc,
  openai_moderation: openaiModeration,
  openbookqa,
  paws,
  piqa,
  quail,
  quartz,
  sciq,
  social_iqa: socialIqa,
  sp_en_trans: spanishWords,
  sst2,
  subj,
  true_false: trueFalse,
  truthfulqa,
  truthfulqa_answers: truthfulqaAnswers,
  tweeteval_hate: tweetevalHate,
  tweeteval_sentiment: tweetevalSentiment,
  wic,
} as const satisfies Readonly<Record<string, TaskRecipe>>;

/** The names of the recipes of the paper's 22 NLP sets. Source: Burns et al. 2023, table 1. */
export const paperTasks: readonly string[] = Object.values<TaskRecipe>(taskRecipes)
  .filter(({ paper }) => paper !== undefined)
  .map(({ name }) => name);
