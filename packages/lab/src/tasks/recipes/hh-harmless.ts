// Preferences between dialogues by harmlessness.

import type { TaskRecipe } from "./task-recipe.js";

export const hhHarmless: TaskRecipe = {
  name: "hh-harmless",
  asks: "which of two dialogues people find less harmful",
  files: ["test.jsonl.gz"],
  parts: { source: "test.jsonl.gz" },
  task: { kind: "pairs", options: { chosen: "chosen", rejected: "rejected" } },
  metric: "accuracy",
  source: "Anthropic HH-RLHF (Bai et al. 2022), harmless-base, test",
  licence: "MIT; contains offensive text",
};
