// How a description goes on, of four endings.

import type { TaskRecipe } from "./task-recipe.js";

export const hellaswag: TaskRecipe = {
  name: "hellaswag",
  asks: "which ending continues a description",
  files: ["val.jsonl.gz"],
  parts: { source: "val.jsonl.gz" },
  task: {
    kind: "choices",
    options: { question: "ctx", choices: "endings", answer: "label", answerIs: "index" },
  },
  metric: "accuracy",
  source: "HellaSwag (Zellers et al. 2019), validation",
  licence: "MIT",
};
