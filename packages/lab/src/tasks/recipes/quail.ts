// Reading comprehension over four domains, questions by what they ask of a reader.

import type { TaskRecipe } from "./task-recipe.js";

export const quail: TaskRecipe = {
  name: "quail",
  asks: "which of four answers to a question about a text is right",
  files: ["dev.jsonl.gz", "challenge.jsonl"],
  parts: { source: "dev.jsonl.gz", test: "challenge.jsonl" },
  task: {
    kind: "choices",
    options: {
      question: "{context}\n{question}",
      choices: "answers",
      answer: "correct_answer_id",
      answerIs: "index",
      group: "context_id",
      facts: ["question_type", "domain"],
    },
  },
  metric: "accuracy",
  source: "QuAIL (Rogers et al. 2020), dev and challenge",
  licence: "CC BY-NC-SA 4.0",
};
