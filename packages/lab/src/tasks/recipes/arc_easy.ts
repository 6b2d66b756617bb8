// Elementary science, with the question and its answers in one instruction.

import { instructionsIn } from "./instructions.js";
import type { TaskRecipe } from "./task-recipe.js";

export const arcEasy: TaskRecipe = {
  name: "arc_easy",
  asks: "which of three to five answers to a question of science is right",
  files: ["train.json", "test.json"],
  parts: { source: instructionsIn("train.json"), test: instructionsIn("test.json") },
  task: {
    kind: "choices",
    options: { question: "question", choices: "choices", answer: "answer", answerIs: "index" },
  },
  metric: "accuracy",
  source: "ARC (Clark et al. 2018), easy, in the instruction form of LLM-Adapters",
  licence: "CC BY-SA 4.0",
};
