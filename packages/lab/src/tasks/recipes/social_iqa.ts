// Common sense about people, with the question and its answers in one instruction.

import { instructionsIn } from "./instructions.js";
import type { TaskRecipe } from "./task-recipe.js";

export const socialIqa: TaskRecipe = {
  name: "social_iqa",
  asks: "which of three answers to a question about people is right",
  files: ["test.json"],
  parts: { source: instructionsIn("test.json") },
  task: {
    kind: "choices",
    options: { question: "question", choices: "choices", answer: "answer", answerIs: "index" },
  },
  metric: "accuracy",
  source: "Social IQa (Sap et al. 2019), dev, in the instruction form of LLM-Adapters",
  licence: "CC BY 4.0",
};
